package dev.parley.contracts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The one door for requests, whichever way they come in. Takes today's form, the reference's input JSON
 * ({@link ReferenceForm}) and the older flat form ({@link FlatForm}); unknown fields are ignored, null is absence.
 * Reports everything that is wrong at once, under the names the sender used. Makes no default explicit: that is
 * {@link RequestDefaults}. Safe for use by many threads; make it once, it is not cheap.
 */
public final class RequestReader {
    /** More than enough for a request that refers to its inputs; embedded inputs need more. */
    public static final int DEFAULT_MAX_BYTES = 1 << 20;

    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 100;
    /** A request has some two hundred at most. Each could be worth a violation, and those take memory. */
    private static final int MOST_TOKENS = 10_000;

    private static final String STRICT = "strict";
    /** Names the schema, for the editor that a request is written with. */
    private static final String EDITORS_HINT = "$schema";

    private static final Pattern PARSERS_ADVICE =
            Pattern.compile(", from `[^`]*`|(: | for `| \\(bound| \\(of type).*", Pattern.DOTALL);

    private final int maxBytes;
    private final boolean partsAllowed;
    private final ObjectMapper json;
    private final SchemaCheck schema;
    private final UnknownFields unknownFields;

    public RequestReader() {
        this(DEFAULT_MAX_BYTES);
    }

    /** @param maxBytes the largest request that is looked at at all */
    public RequestReader(int maxBytes) {
        this(maxBytes, false, new SchemaCheck());
    }

    private RequestReader(int maxBytes, boolean partsAllowed, SchemaCheck schema) {
        this.maxBytes = maxBytes;
        this.partsAllowed = partsAllowed;
        this.schema = schema;
        this.unknownFields = new UnknownFields(schema.rules());
        this.json = mapper(maxBytes);
    }

    /** A reader that also takes {@link InputRef.Part}, for requests that come with their files. */
    public RequestReader allowingParts() {
        return new RequestReader(maxBytes, true, schema);
    }

    /** @throws InvalidRequestException with all that is wrong */
    public RenderRequest read(String request) {
        if (request.length() > maxBytes) {
            throw tooLarge(request.length());
        }
        return read(request.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param request JSON in UTF-8
     * @throws InvalidRequestException with all that is wrong
     */
    public RenderRequest read(byte[] request) {
        return examine(request, false).request();
    }

    /**
     * As {@link #read(byte[])}, with a warning for each field that no request has. These are violations where anything else
     * is wrong, and where the caller or the request itself, with {@code "strict": true}, asks for it.
     *
     * @param request JSON in UTF-8
     * @throws InvalidRequestException with all that is wrong
     */
    public ReadRequest examine(byte[] request, boolean strict) {
        if (request.length > maxBytes) {
            throw tooLarge(request.length);
        }
        Encoding.foreign(request).ifPresent(words -> {
            throw InvalidRequestException.of("", "not-json", words);
        });
        ObjectNode sent = parse(request);
        Violations violations = new Violations();
        new RequestValues(violations).tidy(sent);
        sent.remove(EDITORS_HINT);
        boolean asksForIt = takeStrict(sent, violations);
        Translation today = Translation.of(sent, violations);
        List<Warning> unknown = unknownFields.find(sent, today);
        schema.check(today.request(), violations);
        ChannelNames.number(today.request());
        RenderRequest read = bind(today.request());
        new RequestRules(violations, partsAllowed).check(read);
        if (strict || asksForIt || !violations.isEmpty()) {
            unknown.forEach(field -> violations.add(field.path(), field.code(), field.message()));
        }
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(violations.list(today.wording()::nameOf));
        }
        return new ReadRequest(read, unknown, today.wording());
    }

    /** How the request is to be read is no part of what it asks for. */
    private static boolean takeStrict(ObjectNode sent, Violations violations) {
        JsonNode strict = sent.remove(STRICT);
        if (strict != null && !strict.isBoolean()) {
            violations.spoil(STRICT, "wrong-type", "found %s, expected true or false".formatted(Found.node(strict)));
        }
        return strict != null && strict.asBoolean();
    }

    private InvalidRequestException tooLarge(int bytes) {
        return InvalidRequestException.of(
                "", "too-large", "found a request of %d bytes, expected at most %d".formatted(bytes, maxBytes));
    }

    private ObjectNode parse(byte[] request) {
        JsonNode root;
        try {
            root = json.readTree(request);
        } catch (StreamConstraintsException e) {
            throw InvalidRequestException.of("", "too-complex", complaint(e));
        } catch (JsonProcessingException e) {
            throw InvalidRequestException.of("", "not-json", complaint(e));
        } catch (IOException e) {
            throw InvalidRequestException.of("", "not-json", "found bytes that are not text, expected JSON in UTF-8");
        }
        if (!(root instanceof ObjectNode object)) {
            throw InvalidRequestException.of(
                    "", "wrong-type", "found %s, expected an object".formatted(Found.node(root)));
        }
        return object;
    }

    /** The parser's own words without its advice to programmers, and where. */
    private static String complaint(JsonProcessingException e) {
        String words =
                Found.shortened(PARSERS_ADVICE.matcher(e.getOriginalMessage()).replaceAll(""));
        JsonLocation at = e.getLocation();
        return at == null ? words : "%s at line %d, column %d".formatted(words, at.getLineNr(), at.getColumnNr());
    }

    private static RenderRequest bind(ObjectNode request) {
        try {
            return Json.mapper().treeToValue(request, RenderRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What fits the schema must fit the record", e);
        }
    }

    private static ObjectMapper mapper(int maxBytes) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST)
                                .maxNumberLength(LONGEST_NUMBER)
                                .maxStringLength(maxBytes)
                                .maxTokenCount(MOST_TOKENS)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
