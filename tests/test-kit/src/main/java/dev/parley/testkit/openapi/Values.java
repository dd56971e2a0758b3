package dev.parley.testkit.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Makes values that fit a schema, and spoils them. The same seed gives the same values. */
public final class Values {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;
    private static final double OPTIONAL = 0.2;
    private static final double KNOWN = 0.7;

    /** What has gone wrong elsewhere: empty, blank, control characters, other directions, half a pair, paths, markup. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\n",
            "\r\nX-Other: 1",
            "\ud800",
            "\ud83d\ude00",
            "\u202eabc",
            "e\u0301",
            "\uffff",
            "%00",
            "%",
            "../../etc/passwd",
            "..;/",
            "{}",
            "${jndi:ldap://127.0.0.1:9/a}",
            "<script>alert(1)</script>",
            "' OR '1'='1",
            "null",
            "NaN",
            "-1",
            "1e999",
            "9".repeat(40),
            "a".repeat(3_000));

    private final ApiDocument document;
    private final Random random;
    private final Map<String, List<JsonNode>> known;

    /** @param known values that mean something to the service, by the name of the field or parameter; often taken */
    public Values(ApiDocument document, Random random, Map<String, List<JsonNode>> known) {
        this.document = document;
        this.random = random;
        this.known = known;
    }

    public JsonNode fitting(String name, JsonNode schema) {
        return fitting(name, schema, 0);
    }

    private JsonNode fitting(String name, JsonNode reference, int depth) {
        JsonNode schema = document.resolved(reference);
        if (known.containsKey(name) && random.nextDouble() < KNOWN) {
            return pick(known.get(name));
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        for (String choice : List.of("enum", "oneOf", "anyOf")) {
            if (schema.has(choice)) {
                JsonNode picked =
                        schema.get(choice).get(random.nextInt(schema.get(choice).size()));
                return choice.equals("enum") ? picked : fitting(name, picked, depth);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer" -> JSON.numberNode(Math.round(number(schema)));
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.textNode(text(schema));
        };
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.get(random.nextInt(type.size())).asText();
        }
        return type.isTextual() ? type.asText() : schema.has("properties") ? "object" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean wanted = depth < DEEPEST && random.nextDouble() < OPTIONAL || known.containsKey(property.getKey());
            if (required.contains(property.getKey()) || wanted) {
                object.set(property.getKey(), fitting(property.getKey(), property.getValue(), depth + 1));
            }
        }
        if (schema.path("additionalProperties").isObject() && random.nextBoolean()) {
            object.set(word(1, 12), fitting("", schema.get("additionalProperties"), depth + 1));
        }
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(least + 2), least + 2);
        for (int left = least + random.nextInt(most - least + 1); left > 0; left--) {
            array.add(fitting(name, schema.path("items"), depth + 1));
        }
        return array;
    }

    private double number(JsonNode schema) {
        double least =
                schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(-1_000));
        double most =
                schema.path("maximum").asDouble(schema.path("exclusiveMaximum").asDouble(least + 2_000));
        return switch (random.nextInt(4)) {
            case 0 -> schema.has("minimum") ? least : (least + most) / 2;
            case 1 -> schema.has("maximum") ? most : (least + most) / 2;
            default -> least + (most - least) * (0.01 + 0.98 * random.nextDouble());
        };
    }

    private String text(JsonNode schema) {
        if (schema.has("pattern")) {
            return RgxGen.parse(schema.get("pattern").asText()).generate(random);
        }
        return switch (schema.path("format").asText()) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "date-time" -> "20%02d-02-28T12:00:00Z".formatted(random.nextInt(100));
            default -> {
                int least = schema.path("minLength").asInt(0);
                yield word(least, Math.min(schema.path("maxLength").asInt(least + 30), least + 30));
            }
        };
    }

    private String word(int least, int most) {
        int length = least + random.nextInt(most - least + 1);
        StringBuilder word = new StringBuilder();
        while (word.length() < length) {
            word.append((char) (random.nextInt(8) == 0 ? ' ' : 'a' + random.nextInt(26)));
        }
        return word.toString();
    }

    public String odd() {
        return pick(ODD);
    }

    /** A copy of a value with one place in it taken away, added, or replaced by something of any kind and size. */
    public JsonNode spoilt(JsonNode value) {
        if (!value.isContainerNode() || value.isEmpty() || random.nextInt(6) == 0) {
            return anything();
        }
        JsonNode copy = value.deepCopy();
        List<JsonNode> places = new ArrayList<>();
        containers(copy, places);
        JsonNode place = pick(places);
        if (place instanceof ObjectNode object) {
            spoil(object);
        } else {
            spoil((ArrayNode) place);
        }
        return copy;
    }

    private static void containers(JsonNode value, List<JsonNode> found) {
        if (value.isContainerNode()) {
            found.add(value);
            value.forEach(part -> containers(part, found));
        }
    }

    private void spoil(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(5) == 0) {
            object.set(odd(), anything());
        } else if (random.nextInt(4) == 0) {
            object.remove(pick(names));
        } else {
            object.set(pick(names), anything());
        }
    }

    private void spoil(ArrayNode array) {
        if (array.isEmpty() || random.nextInt(4) == 0) {
            for (int i = 0; i < 200; i++) {
                array.add(array.isEmpty() ? anything() : array.get(0));
            }
        } else if (random.nextBoolean()) {
            array.remove(random.nextInt(array.size()));
        } else {
            array.set(random.nextInt(array.size()), anything());
        }
    }

    private JsonNode anything() {
        return switch (random.nextInt(14)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.arrayNode();
            case 3 -> JSON.objectNode();
            case 4 -> JSON.numberNode(-1);
            case 5 -> JSON.numberNode(0);
            case 6 -> JSON.numberNode(0.5);
            case 7 -> JSON.numberNode(Long.MAX_VALUE);
            case 8 -> JSON.numberNode(BigInteger.TEN.pow(60));
            case 9 -> JSON.numberNode(new BigDecimal("1E+400"));
            case 10 -> deep();
            default -> JSON.textNode(odd());
        };
    }

    private static JsonNode deep() {
        ArrayNode outer = JSON.arrayNode();
        ArrayNode inner = outer;
        for (int i = 0; i < 300; i++) {
            inner = inner.addArray();
        }
        return outer;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
