package dev.parley.cli.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request whose words have been checked and whose files are there. What is in the files, the farm looks at.
 *
 * @param json in the form it was given in
 * @param request what it says
 * @param uploads the files, by the name the store will give them
 * @param reads every file of this machine that it was made of or names: no video may be written over one
 * @param fromOptions whether people know its fields as options
 */
public record PreparedRequest(
        String json, RenderRequest request, Map<String, Path> uploads, Set<Path> reads, boolean fromOptions) {
    public PreparedRequest {
        uploads = Map.copyOf(uploads);
        reads = Set.copyOf(reads);
    }

    /** @throws InvalidRequestException with all that is wrong, by option where that is where it comes from */
    public static PreparedRequest of(RequestOptions options, Path workingDirectory) {
        PreparedRequest prepared = withInputs(options, workingDirectory);
        Set<Path> reads = new HashSet<>(prepared.reads);
        if (options.request != null) {
            reads.add(workingDirectory.resolve(options.request));
        }
        if (options.script != null) {
            reads.add(workingDirectory.resolve(options.script));
        }
        options.loras.stream()
                .map(LoraOption::file)
                .map(workingDirectory::resolve)
                .forEach(reads::add);
        return new PreparedRequest(prepared.json, prepared.request, prepared.uploads, reads, prepared.fromOptions);
    }

    /**
     * A request in the words of the schema.
     *
     * @param json an object
     * @param folders where its files are looked for, first one first
     * @throws InvalidRequestException with all that is wrong
     */
    public static PreparedRequest of(String json, List<Path> folders) {
        try {
            if (Json.mapper().readTree(json) instanceof ObjectNode object) {
                return new Preparation(folders, false).prepare(object);
            }
        } catch (JsonProcessingException e) {
            throw InvalidRequestException.of("", "not-json", e.getOriginalMessage());
        }
        throw InvalidRequestException.of("", "wrong-type", "found no JSON object");
    }

    private static PreparedRequest withInputs(RequestOptions options, Path workingDirectory) {
        ObjectNode flags = RequestTree.of(options);
        if (options.request == null) {
            return new Preparation(List.of(workingDirectory), true).prepare(flags);
        }
        Path file = workingDirectory.resolve(options.request).toAbsolutePath();
        Preparation beside = new Preparation(List.of(file.getParent(), workingDirectory), false);
        ObjectNode request = read(file);
        if (options.strict != null) {
            request.put("strict", options.strict); // what is unknown in an older form is lost in its translation
        }
        if (flags.isEmpty()) {
            return beside.prepare(request);
        }
        // Options are in today's form; an older one has to be brought into that before the two can meet.
        ObjectNode base = isOlderForm(request)
                ? Json.mapper()
                        .valueToTree(
                                new RequestReader().read(beside.prepare(request).json()))
                : beside.withReferences(request);
        Preparation here = new Preparation(List.of(workingDirectory), true);
        return here.prepare(merged(base, here.withReferences(flags)), beside);
    }

    /** Only the older forms have underscores in the names of their fields. */
    private static boolean isOlderForm(ObjectNode request) {
        return request.properties().stream().anyMatch(field -> field.getKey().contains("_"));
    }

    private static ObjectNode read(Path file) {
        try {
            if (SignedRequest.isVideo(file)) {
                return SignedRequest.in(file);
            }
            if (Files.size(file) > RequestReader.DEFAULT_MAX_BYTES) {
                throw InvalidRequestException.of(
                        "--request",
                        "too-large",
                        "found a request of %d bytes, expected at most %d"
                                .formatted(Files.size(file), RequestReader.DEFAULT_MAX_BYTES));
            }
            if (Json.mapper().readTree(file.toFile()) instanceof ObjectNode object) {
                return object;
            }
            throw InvalidRequestException.of(
                    "--request", "wrong-type", "'%s' does not contain a JSON object".formatted(file));
        } catch (JsonProcessingException e) {
            throw InvalidRequestException.of(
                    "--request",
                    "not-json",
                    "'%s' line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw InvalidRequestException.of("--request", "no-such-file", "cannot read '%s': %s".formatted(file, e));
        }
    }

    /** Objects field by field, arrays element by element, the rest by {@code over}. */
    private static ObjectNode merged(ObjectNode base, ObjectNode over) {
        over.properties()
                .forEach(field -> base.set(field.getKey(), merged(base.get(field.getKey()), field.getValue())));
        return base;
    }

    private static JsonNode merged(JsonNode base, JsonNode over) {
        if (base instanceof ObjectNode baseObject && over instanceof ObjectNode overObject) {
            return merged(baseObject, overObject);
        }
        if (base instanceof ArrayNode baseArray && over instanceof ArrayNode overArray) {
            for (int i = 0; i < overArray.size(); i++) {
                if (i < baseArray.size()) {
                    baseArray.set(i, merged(baseArray.get(i), overArray.get(i)));
                } else {
                    baseArray.add(overArray.get(i));
                }
            }
            return baseArray;
        }
        return over;
    }

    /** One pass over a request: its files, then its words. */
    private static final class Preparation {
        private final LocalInputs inputs;
        private final boolean flags;

        Preparation(List<Path> folders, boolean flags) {
            this.inputs = new LocalInputs(folders);
            this.flags = flags;
        }

        ObjectNode withReferences(ObjectNode request) {
            return inputs.replaceIn(request);
        }

        PreparedRequest prepare(ObjectNode request) {
            return checked(withReferences(request), inputs.violations(), inputs.files(), inputs.reads());
        }

        /** @param request whose files both have already replaced */
        PreparedRequest prepare(ObjectNode request, Preparation other) {
            List<Violation> violations = new ArrayList<>(other.inputs.violations());
            violations.addAll(inputs.violations());
            Map<String, Path> files = new HashMap<>(other.inputs.files());
            files.putAll(inputs.files());
            Set<Path> reads = new HashSet<>(other.inputs.reads());
            reads.addAll(inputs.reads());
            return checked(request, violations, files, reads);
        }

        private PreparedRequest checked(
                ObjectNode request, List<Violation> ofFiles, Map<String, Path> files, Set<Path> reads) {
            List<Violation> violations = new ArrayList<>(ofFiles);
            String json = Json.write(request);
            RenderRequest read = null;
            try {
                read = new RequestReader().read(json);
            } catch (InvalidRequestException e) {
                e.violations().forEach(violation -> violations.add(flags ? byOption(violation) : violation));
            }
            if (!violations.isEmpty()) {
                throw new InvalidRequestException(violations);
            }
            return new PreparedRequest(json, read, files, reads, flags);
        }
    }

    /** What a farm found wrong with this request, in terms of the options it was made from. */
    public InvalidRequestException invalid(List<Violation> violations) {
        return new InvalidRequestException(
                fromOptions ? violations.stream().map(PreparedRequest::byOption).toList() : violations);
    }

    private static Violation byOption(Violation violation) {
        return new Violation(FlagNames.of(violation.path()), violation.code(), violation.message());
    }
}
