package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.plan.SpeakerMasks;

/** Turns name people by number; those of whom nothing else is to be said need not be listed. */
final class TurnsForm {
    static final String KEY = "turns";

    /** Adds the speakers whom the turns name and the request does not list. */
    static void addPeople(ObjectNode request) {
        if (!(request.get(KEY) instanceof ArrayNode turns) || turns.isEmpty()) {
            return;
        }
        if (request.has("speakers") && !(request.get("speakers") instanceof ArrayNode)) {
            return; // the schema will say so
        }
        ArrayNode speakers = request.withArray("speakers");
        for (JsonNode turn : turns) {
            int person = turn.path("speaker").asInt();
            while (person <= SpeakerMasks.MOST_PEOPLE && speakers.size() < person) {
                speakers.addObject();
            }
        }
        if (speakers.isEmpty()) {
            speakers.addObject(); // what the turns lack, the schema will say
        }
    }

    private TurnsForm() {}
}
