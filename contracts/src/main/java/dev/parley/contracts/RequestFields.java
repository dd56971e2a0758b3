package dev.parley.contracts;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All fields of a request in today's form, read from its schema: the one place where a field has its names and words. */
public final class RequestFields {
    /** A keyword of ours: names of the reference's options and of the older forms' fields. */
    static final String REFERENCE_NAMES = "x-reference-names";
    /** A keyword of ours: switches of the reference, each with the value that it stands for. */
    static final String REFERENCE_SWITCH = "x-reference-switch";

    private static final Map<String, RequestField> FIELDS = new RequestFields().read();

    private final JsonNode schema = PublishedSchema.RENDER_REQUEST.read();
    private final List<RequestField> found = new ArrayList<>();

    private RequestFields() {}

    /** In the schema's order; an object comes before its fields. */
    public static Collection<RequestField> all() {
        return FIELDS.values();
    }

    /** @param path as {@code sampling.steps} or {@code speakers[].audio} */
    public static Optional<RequestField> find(String path) {
        return Optional.ofNullable(FIELDS.get(path));
    }

    /** What stands behind {@code rules} where they are a reference into {@code schema}. */
    static JsonNode resolved(JsonNode schema, JsonNode rules) {
        return rules.has("$ref") ? schema.at(rules.get("$ref").textValue().substring(1)) : rules;
    }

    private Map<String, RequestField> read() {
        walk("", schema);
        return found.stream()
                .collect(collectingAndThen(
                        toMap(RequestField::path, identity(), (first, second) -> first, LinkedHashMap::new),
                        Collections::unmodifiableMap));
    }

    private void walk(String path, JsonNode rules) {
        rules.path("properties").properties().forEach(property -> {
            String place = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            JsonNode given = property.getValue();
            JsonNode target = resolved(schema, given);
            found.add(field(place, given.has("description") ? given : target, target));
            if (target.has("items")) {
                walk(place + "[]", resolved(schema, target.get("items")));
            } else {
                walk(place, target);
            }
        });
    }

    private static RequestField field(String path, JsonNode described, JsonNode rules) {
        JsonNode standard = rules.path("default");
        Map<String, String> switches = new LinkedHashMap<>();
        rules.path(REFERENCE_SWITCH)
                .properties()
                .forEach(word -> switches.put(word.getKey(), word.getValue().textValue()));
        return new RequestField(
                path,
                described.path("description").asText(),
                standard.isMissingNode() ? null : standard.asText(),
                words(rules.path("enum")),
                words(rules.path(REFERENCE_NAMES)),
                switches);
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
