package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/** Goes through all values of a request before anything else looks at them. */
final class RequestValues {
    private final Violations violations;

    RequestValues(Violations violations) {
        this.violations = violations;
    }

    /** Takes out null, which is absence, and what JSON can write but nothing behind can stand. */
    void tidy(ObjectNode request) {
        tidy(request, "");
    }

    private void tidy(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                String below = (path.isEmpty() ? "" : path + ".") + Found.name(field.getKey());
                if (field.getValue().isNull() || isRefused(field.getValue(), below)) {
                    fields.remove();
                } else {
                    tidy(field.getValue(), below);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String below = path + "[" + i + "]";
                if (isRefused(array.get(i), below)) {
                    // Not removed: the paths of those behind it would change.
                    array.set(i, array.objectNode());
                } else {
                    tidy(array.get(i), below);
                }
            }
        }
    }

    private boolean isRefused(JsonNode value, String path) {
        if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
            violations.spoil(path, "out-of-range", "found a number too large to count with, expected a finite one");
            return true;
        }
        if (value.isTextual() && !isText(value.textValue())) {
            violations.spoil(path, "bad-format", "found an unpaired surrogate or a NUL, expected text");
            return true;
        }
        return false;
    }

    /** Half a surrogate pair would be another text after every trip through UTF-8; a NUL ends texts early in C. */
    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
