package dev.parley.plan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.Reader;

/** Reads values of a settings file and says in our words what does not fit. */
final class JsonValues {
    /** @throws IllegalArgumentException if it is no JSON object */
    static JsonObject object(Reader text) {
        try {
            JsonElement root = JsonParser.parseReader(text);
            if (root.isJsonObject()) {
                return root.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException("it is no JSON object");
    }

    /** The object at {@code key}; an empty one where there is nothing. */
    static JsonObject object(JsonObject of, String key) {
        JsonElement value = of.get(key);
        if (value == null) {
            return new JsonObject();
        }
        if (!value.isJsonObject()) {
            throw new IllegalArgumentException("%s is an object, found %s".formatted(key, value));
        }
        return value.getAsJsonObject();
    }

    static String text(JsonObject of, String key, String otherwise) {
        JsonElement value = of.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw new IllegalArgumentException("%s is text, found %s".formatted(key, value));
        }
        return value.getAsString();
    }

    static double number(JsonObject of, String key, double otherwise) {
        JsonElement value = of.get(key);
        return value == null ? otherwise : number(key, value);
    }

    static double number(String key, JsonElement value) {
        if (!isNumber(value)) {
            throw new IllegalArgumentException("%s is a number, found %s".formatted(key, value));
        }
        return value.getAsDouble();
    }

    static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber() && Double.isFinite(value.getAsDouble());
    }

    static int whole(JsonObject of, String key, int otherwise) {
        double value = number(of, key, otherwise);
        if (value != (int) value) {
            throw new IllegalArgumentException("%s is a whole number, found %s".formatted(key, value));
        }
        return (int) value;
    }

    private JsonValues() {}
}
