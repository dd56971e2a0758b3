package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a request asks for, in few characters: a short hash of every field that says something else than its default. Two
 * requests with equal fingerprints ask for the same video for the same person; of others it can tell which fields differ.
 * It depends on nothing but the request, so it stays the same when the farm, its model or its defaults change; what only
 * they decide (steps, shift, engine ...) counts as absent where it is absent. Values cannot be got back from it.
 *
 * @param text the fingerprint, as {@code image=Gx0d3kQ_ speakers[0].audio=0sXo8AAb}
 */
public record RequestFingerprint(String text) {
    private static final int HASH_BYTES = 6;
    /** The place of a request that could not be read: all of it. */
    private static final String ALL = "*";
    /** Fields whose default depends on the farm, its model or the preset. */
    private static final List<String> DECIDED_ELSEWHERE = List.of(
            "sampling.steps",
            "sampling.shift",
            "sampling.textGuidance",
            "sampling.audioGuidance",
            "sampling.framesPerWindow",
            "sampling.motionFrames",
            "loras",
            "colorCorrection",
            "engine");

    private static final Map<String, String> DEFAULTS = defaults();

    /** @param request one that {@link RequestReader} let pass */
    public static RequestFingerprint of(RenderRequest request) {
        Set<String> given =
                fields(request.withoutSender(), request.webhook(), any -> "").keySet();
        Map<String, String> fields = filled(request);
        // What the farm or the model decides is what was said, or nothing.
        fields.keySet().removeIf(field -> isDecidedElsewhere(field) && !isGiven(field, given));
        fields.entrySet().removeAll(DEFAULTS.entrySet());
        // Few are left to be hashed.
        fields.replaceAll((field, content) -> hash(content.getBytes(StandardCharsets.UTF_8)));
        return of(fields);
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = filled(Json.read("{\"speakers\":[{}]}", RenderRequest.class));
        defaults.keySet().removeIf(RequestFingerprint::isDecidedElsewhere);
        return defaults;
    }

    private static boolean isDecidedElsewhere(String field) {
        return DECIDED_ELSEWHERE.stream().anyMatch(field::startsWith);
    }

    /** A list was given if any part of it was: its entries have defaults of their own. */
    private static boolean isGiven(String field, Set<String> given) {
        int index = field.indexOf('[');
        String list = (index < 0 ? field : field.substring(0, index)) + "[";
        return given.stream().anyMatch(name -> name.equals(field) || name.startsWith(list));
    }

    private static Map<String, String> filled(RenderRequest request) {
        return fields(
                RequestDefaults.fill(request, RenderRequest.Engine.PANTOMIME),
                request.webhook(),
                RequestFingerprint::content);
    }

    /**
     * @param request or the settings that it means
     * @param content what to note of a field
     */
    private static Map<String, String> fields(
            Record request, RenderRequest.Webhook webhook, Function<JsonNode, String> content) {
        Map<String, String> fields = new TreeMap<>();
        collect("", Json.mapper().valueToTree(request), content, fields);
        if (webhook != null) {
            collect("webhook", Json.mapper().valueToTree(webhook), content, fields);
        }
        fields.remove("schemaVersion");
        return fields;
    }

    /** The fingerprint of what is no request: of its bytes. */
    public static RequestFingerprint ofUnreadable(byte[] request) {
        return of(Map.of(ALL, hash(request)));
    }

    private static RequestFingerprint of(Map<String, String> fields) {
        return new RequestFingerprint(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" ")));
    }

    /**
     * The paths of the fields in which the request differs from the one with the fingerprint {@code other}; empty if they
     * ask for the same, {@code ""} for the request as a whole.
     */
    public List<String> differences(String other) {
        Map<String, String> mine = parse(text);
        Map<String, String> others = parse(other);
        if (mine.containsKey(ALL) || others.containsKey(ALL)) {
            return mine.equals(others) ? List.of() : List.of("");
        }
        Set<String> names = new TreeSet<>(mine.keySet());
        names.addAll(others.keySet());
        names.removeIf(name -> mine.getOrDefault(name, "").equals(others.get(name)));
        return List.copyOf(names);
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : text.split(" ")) {
            int end = field.lastIndexOf('=');
            if (end > 0) {
                fields.put(field.substring(0, end), field.substring(end + 1));
            }
        }
        return fields;
    }

    private static void collect(
            String path, JsonNode value, Function<JsonNode, String> content, Map<String, String> fields) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                            field.getValue(),
                            content,
                            fields));
        } else if (value instanceof ArrayNode list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "[" + i + "]", list.get(i), content, fields);
            }
        } else if (!path.isEmpty()) {
            fields.put(path, content.apply(value));
        }
    }

    /** An embedded input is the one that an upload of the same bytes would be. */
    private static String content(JsonNode value) {
        if (value.isTextual() && value.textValue().regionMatches(true, 0, "data:", 0, 5)) {
            try {
                if (InputRef.parse(value.textValue()) instanceof InputRef.Data data) {
                    return Json.write(ObjectKeys.input(sha256(data)));
                }
            } catch (IllegalArgumentException | IOException e) {
                return value.toString(); // a text that only begins so
            }
        }
        return value.toString();
    }

    private static String sha256(InputRef.Data data) throws IOException {
        try (InputStream in = data.open()) {
            return Sha256.of(in);
        }
    }

    private static String hash(byte[] bytes) {
        byte[] some = Arrays.copyOf(Sha256.digest().digest(bytes), HASH_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
    }
}
