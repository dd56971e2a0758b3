package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds fields that no request has: misspelt ones, and those at the wrong place. They change nothing, which is seldom what
 * was meant.
 */
final class UnknownFields {
    /** Nobody reads more, and each is compared with every word there is. */
    private static final int MOST = 20;

    private final JsonNode schema;
    /** Paths of today's fields, by their last name; names of the reference's options as well. */
    private final Map<String, String> places = new LinkedHashMap<>();

    /** @param schema of a request in today's form */
    UnknownFields(JsonNode schema) {
        this.schema = schema;
        for (RequestField field : RequestFields.all()) {
            places.putIfAbsent(field.name(), first(field));
        }
        for (RequestField field : RequestFields.all()) {
            field.referenceNames().forEach(name -> places.putIfAbsent(name, first(field)));
        }
    }

    /** Of a list, whose entries nobody can tell apart here, the first. */
    private static String first(RequestField field) {
        return field.path().replace("[]", "[0]");
    }

    /** Those of a request as it was sent, and as it is in today's form. */
    List<Warning> find(ObjectNode sent, Translation today) {
        List<Warning> found = new ArrayList<>();
        Collection<String> known = today.known();
        for (Map.Entry<String, JsonNode> field : sent.properties()) {
            if (!known.contains(field.getKey())) {
                add("", field.getKey(), known, found);
            }
        }
        JsonNode properties = schema.path("properties");
        for (Map.Entry<String, JsonNode> field : today.request().properties()) {
            walk(field.getKey(), field.getValue(), properties.path(field.getKey()), found);
        }
        if (found.size() <= MOST) {
            return found;
        }
        List<Warning> first = new ArrayList<>(found.subList(0, MOST));
        first.add(WarningCode.UNKNOWN_FIELD.at("", "found %d more unknown fields".formatted(found.size() - MOST)));
        return first;
    }

    private void walk(String path, JsonNode value, JsonNode given, List<Warning> found) {
        JsonNode rules = RequestFields.resolved(schema, given);
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", list.get(i), rules.path("items"), found);
            }
        } else if (value.isObject() && rules.has("properties")) {
            List<String> known = new ArrayList<>();
            rules.get("properties").fieldNames().forEachRemaining(known::add);
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (known.contains(field.getKey())) {
                    String inner = within(path, field.getKey());
                    walk(inner, field.getValue(), rules.get("properties").get(field.getKey()), found);
                } else {
                    add(path, field.getKey(), known, found);
                }
            }
        }
    }

    private void add(String path, String name, Collection<String> siblings, List<Warning> found) {
        String advice = found.size() < MOST
                ? meant(path, name, siblings)
                        .map("; did you mean '%s'?"::formatted)
                        .orElse("")
                : "";
        found.add(WarningCode.UNKNOWN_FIELD.at(within(path, Found.name(name)), "unknown field" + advice));
    }

    private Optional<String> meant(String path, String name, Collection<String> siblings) {
        Optional<String> sibling = Spelling.nearest(name, siblings).map(near -> within(path, near));
        return sibling.or(() -> places.entrySet().stream()
                .filter(place -> Spelling.alike(place.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
