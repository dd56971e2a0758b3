package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a keyword of the schema has against a value, in our words.
 *
 * @param rules the schema object the keyword stands in
 */
record SchemaComplaint(String keyword, JsonNode rules, JsonNode value) {
    /** A keyword of ours: what a pattern or a count means, in words. */
    static final String EXPECTED = "x-expected";

    String code() {
        return switch (keyword) {
            case "type" -> "wrong-type";
            case "enum", "const" -> "unknown-value";
            case "required" -> "missing";
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> "out-of-range";
            case "minLength", "maxLength" -> "wrong-length";
            case "minItems", "maxItems", "maxProperties" -> "wrong-count";
            case "propertyNames" -> "bad-name";
            default -> "bad-format";
        };
    }

    String message() {
        return "found %s, expected %s".formatted(found(), expected());
    }

    private String found() {
        return switch (keyword) {
            case "required" -> "nothing";
            case "propertyNames" -> "this name";
            case "minLength", "maxLength" ->
                counted(value.textValue().codePointCount(0, value.textValue().length()), "character");
            case "minItems", "maxItems", "maxProperties" -> counted(value.size(), "entry");
            // A secret does not belong into answers and logs.
            default -> rules.path("writeOnly").asBoolean() ? "something else" : Found.node(value);
        };
    }

    private String expected() {
        return switch (keyword) {
            case "type" ->
                rules.path("type").isArray()
                        ? rules.path(EXPECTED).asText()
                        : typeName(rules.path("type").asText());
            case "enum" -> "one of " + words(rules.path("enum"));
            case "const" -> rules.path("const").asText();
            case "required" -> "a value";
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> range();
            case "minLength", "maxLength" -> between("minLength", "maxLength") + " characters";
            case "minItems", "maxItems" -> rules.path(EXPECTED).asText(between("minItems", "maxItems") + " entries");
            case "maxProperties" -> between("minProperties", "maxProperties") + " entries";
            case "propertyNames" -> rules.path("propertyNames").path(EXPECTED).asText();
            default -> rules.path(EXPECTED).asText(rules.path(keyword).asText());
        };
    }

    private String range() {
        if (rules.has("minimum") && rules.has("maximum")) {
            return "%s to %s"
                    .formatted(
                            rules.get("minimum").asText(), rules.get("maximum").asText());
        }
        return "more than %s, at most %s"
                .formatted(
                        rules.path("exclusiveMinimum").asText(),
                        rules.path("maximum").asText());
    }

    private String between(String lowest, String highest) {
        if (rules.has(lowest) && rules.has(highest)) {
            return "%s to %s"
                    .formatted(rules.get(lowest).asText(), rules.get(highest).asText());
        }
        return rules.has(lowest)
                ? "at least " + rules.get(lowest).asText()
                : "at most " + rules.path(highest).asText();
    }

    private static String counted(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + (what.equals("entry") ? "entries" : what + "s");
    }

    private static String words(JsonNode values) {
        List<String> words = new ArrayList<>();
        values.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }

    private static String typeName(String type) {
        return switch (type) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            default -> "an object";
        };
    }
}
