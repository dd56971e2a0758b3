package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds the pictures and recordings in a request as it was written, in any of the forms {@link RequestReader} takes. */
public final class RequestInputs {
    private static final List<String> FIELDS = List.of(
            "image", "cond_image", "cond_audio", "audio_path", "audio_paths", "reference_image", "reference_images");

    /**
     * A copy of {@code request} with every input as {@code replaced} gives it; for those who hold the files that a
     * request written by hand names, and upload them first. Checks nothing.
     */
    public static JsonNode replace(JsonNode request, UnaryOperator<String> replaced) {
        JsonNode copy = request.deepCopy();
        if (copy instanceof ObjectNode object) {
            FIELDS.forEach(field -> replaceIn(object, field, replaced));
            for (JsonNode turn : object.path(TurnsForm.KEY)) {
                if (turn instanceof ObjectNode said) {
                    replaceIn(said, "audio", replaced);
                }
            }
            for (JsonNode speaker : object.path("speakers")) {
                if (speaker instanceof ObjectNode person) {
                    replaceIn(person, "audio", replaced);
                    replaceIn(person, "image", replaced);
                }
            }
        }
        return copy;
    }

    private static void replaceIn(ObjectNode object, String field, UnaryOperator<String> replaced) {
        if (object.has(field)) {
            object.set(field, replaced(object.get(field), replaced));
        }
    }

    /** A field may hold one input, a list of them, or, in the reference's form, one for each person. */
    private static JsonNode replaced(JsonNode value, UnaryOperator<String> replaced) {
        if (value.isTextual()) {
            boolean nobody = value.textValue().equals("None");
            return nobody ? value : TextNode.valueOf(replaced.apply(value.textValue()));
        }
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, replaced(list.get(i), replaced));
            }
        } else if (value instanceof ObjectNode people) {
            people.fieldNames().forEachRemaining(person -> replaceIn(people, person, replaced));
        }
        return value;
    }

    private RequestInputs() {}
}
