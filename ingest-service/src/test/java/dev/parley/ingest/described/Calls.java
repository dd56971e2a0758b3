package dev.parley.ingest.described;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.testkit.openapi.ApiDocument;
import dev.parley.testkit.openapi.Operation;
import dev.parley.testkit.openapi.Operation.Parameter;
import dev.parley.testkit.openapi.Values;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Makes calls of an operation as it is described: proper ones, and ones with a thing wrong. */
final class Calls {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String FORM = "multipart/form-data";
    private static final String BOUNDARY = "----part";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");
    private static final List<String> TYPES =
            List.of("text/plain", "application/xml", "nonsense", "application/x-www-form-urlencoded", "a/b; c=\"");

    /** Half a pair of surrogates can only be written as an escape. */
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final ApiDocument document;
    private final Random random;
    private final Values values;
    private final Map<String, byte[]> files;

    /** What is to be wrong with a call. */
    private enum Wrong {
        NOTHING,
        PARAMETER,
        BODY,
        TEXT,
        TYPE,
        METHOD
    }

    /** @param files that uploads may bring, by their names */
    Calls(ApiDocument document, Random random, Map<String, List<JsonNode>> known, Map<String, byte[]> files) {
        this.document = document;
        this.random = random;
        this.values = new Values(document, random, known);
        this.files = files;
    }

    /** Some proper calls, then some with something wrong. */
    List<Call> of(Operation operation, int proper, int improper) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < proper; i++) {
            calls.add(call(operation, Wrong.NOTHING));
        }
        List<Wrong> ways = new ArrayList<>(List.of(Wrong.METHOD));
        if (!operation.parameters().isEmpty()) {
            ways.add(Wrong.PARAMETER);
        }
        if (!operation.bodies().isEmpty()) {
            ways.addAll(List.of(Wrong.BODY, Wrong.BODY, Wrong.BODY, Wrong.TEXT, Wrong.TYPE));
        }
        for (int i = 0; i < improper * ways.size(); i++) {
            calls.add(call(operation, ways.get(i % ways.size())));
        }
        return calls;
    }

    private Call call(Operation operation, Wrong wrong) {
        String method = wrong == Wrong.METHOD ? anotherMethod(operation) : operation.method();
        List<String> broken = new ArrayList<>();
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String target = target(operation, wrong, headers, broken);
        byte[] body = null;
        if (!operation.bodies().isEmpty() && (wrong != Wrong.METHOD || !method.equals("GET"))) {
            String type = pick(List.copyOf(operation.bodies().keySet()));
            body = body(type, operation.bodies().get(type), wrong, broken);
            String sent =
                    wrong == Wrong.TYPE ? pick(TYPES) : type.equals(FORM) ? FORM + "; boundary=" + BOUNDARY : type;
            headers.add(Map.entry("Content-Type", sent));
        }
        return new Call(operation, method, target, headers, body, broken);
    }

    /** One that the path does not have. */
    private String anotherMethod(Operation operation) {
        return pick(METHODS.stream()
                .filter(method -> !operation.siblings().contains(method))
                .toList());
    }

    private String target(
            Operation operation, Wrong wrong, List<Map.Entry<String, String>> headers, List<String> broken) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        int spoilt =
                wrong == Wrong.PARAMETER ? random.nextInt(operation.parameters().size()) : -1;
        for (int i = 0; i < operation.parameters().size(); i++) {
            Parameter parameter = operation.parameters().get(i);
            if (i != spoilt && !parameter.required() && random.nextBoolean()) {
                continue;
            }
            List<String> texts = i == spoilt ? List.of(oddFor(parameter)) : texts(parameter);
            note(parameter, texts, broken);
            for (String text : texts) {
                switch (parameter.in()) {
                    case "path" -> path = path.replace("{" + parameter.name() + "}", encoded(text));
                    case "query" -> query.add(encoded(parameter.name()) + "=" + encoded(text));
                    case "header" -> headers.add(Map.entry(parameter.name(), sendable(text)));
                    default -> throw new IllegalArgumentException("No call has a parameter in " + parameter.in());
                }
            }
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    /** A path parameter that is empty, or dots, makes another path of it. */
    private String oddFor(Parameter parameter) {
        String odd = values.odd();
        return parameter.in().equals("path") && odd.isEmpty() ? "x" : odd;
    }

    private List<String> texts(Parameter parameter) {
        JsonNode value = values.fitting(parameter.name(), parameter.schema());
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(one -> texts.add(one.asText()));
        } else {
            texts.add(value.asText());
        }
        return texts;
    }

    private void note(Parameter parameter, List<String> texts, List<String> broken) {
        if (parameter.in().equals("header")) {
            return; // RFC 9110: what a server cannot make sense of there, it mostly ignores
        }
        if (texts.equals(List.of(""))) {
            return; // RESTEasy takes an empty parameter for an absent one
        }
        JsonNode rules = document.resolved(parameter.schema());
        JsonNode value = rules.path("type").asText().equals("array")
                ? all(texts, document.resolved(rules.path("items")))
                : value(texts.get(0), rules);
        document.faults(rules, value).forEach(fault -> broken.add(parameter.name() + " " + fault));
    }

    private static ArrayNode all(List<String> texts, JsonNode rules) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        texts.forEach(text -> values.add(value(text, rules)));
        return values;
    }

    /** What a text in a path or query means, by its schema. */
    private static JsonNode value(String text, JsonNode rules) {
        return switch (rules.path("type").asText()) {
            case "boolean" ->
                Set.of("true", "false").contains(text) ? BooleanNode.valueOf(text.equals("true")) : new TextNode(text);
            case "integer", "number" ->
                text.matches("-?\\d+") ? JsonNodeFactory.instance.numberNode(new BigInteger(text)) : new TextNode(text);
            default -> new TextNode(text);
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2E");
    }

    /** What Java's client sends in a header. */
    private static String sendable(String text) {
        return text.replaceAll("[^\\x20-\\x7e\\xa0-\\xff]", "?");
    }

    private byte[] body(String type, JsonNode schema, Wrong wrong, List<String> broken) {
        byte[] body =
                switch (type) {
                    case JSON -> bytes(json(schema, wrong, broken));
                    case LINES -> bytes(lines(wrong));
                    case FORM -> form(schema, wrong);
                    default -> file(wrong);
                };
        return wrong == Wrong.TEXT ? torn(body) : body;
    }

    private String json(JsonNode schema, Wrong wrong, List<String> broken) {
        JsonNode proper = values.fitting("", schema);
        JsonNode sent = wrong == Wrong.BODY ? values.spoilt(proper) : proper;
        if (wrong == Wrong.BODY) {
            broken.addAll(document.faults(schema, sent));
        }
        return written(sent);
    }

    private String lines(Wrong wrong) {
        JsonNode schema = document.root().at("/components/schemas/RenderRequest");
        return json(schema, Wrong.NOTHING, new ArrayList<>()) + "\n\n" + json(schema, wrong, new ArrayList<>()) + "\n";
    }

    private byte[] form(JsonNode schema, Wrong wrong) {
        String name = pick(List.copyOf(new TreeSet<>(files.keySet())));
        JsonNode request = schema.path("properties").path("request");
        String part = request.isMissingNode()
                ? ""
                : "--%s\r\nContent-Disposition: form-data; name=\"request\"\r\nContent-Type: %s\r\n\r\n%s\r\n"
                        .formatted(BOUNDARY, JSON, json(request, wrong, new ArrayList<>()));
        String before = part
                + "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                        .formatted(BOUNDARY, wrong == Wrong.BODY ? "x\u00e4" : "file", name);
        return joined(bytes(before), files.get(name), bytes("\r\n--%s--\r\n".formatted(BOUNDARY)));
    }

    private byte[] file(Wrong wrong) {
        if (wrong == Wrong.BODY) {
            byte[] noise = new byte[random.nextInt(3) * 500];
            random.nextBytes(noise);
            return noise;
        }
        return files.get(pick(List.copyOf(new TreeSet<>(files.keySet()))));
    }

    /** Cut off, or with something in it, before it or behind it that is no part of such a text. */
    private byte[] torn(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = random.nextInt(text.length() + 1);
        String torn =
                switch (random.nextInt(6)) {
                    case 0 -> text.substring(0, at);
                    case 1 -> text.substring(0, at) + "\u0000" + text.substring(at);
                    case 2 -> "\u00ef\u00bb\u00bf" + text;
                    case 3 -> text + "}";
                    case 4 -> text.substring(0, at) + "\u00ff\u00fe" + text.substring(at);
                    default -> "[".repeat(5_000);
                };
        return torn.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String written(JsonNode value) {
        try {
            return ASCII.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
