package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What people call the channels of a stereo recording. Recordings with more begin with the same two. */
final class ChannelNames {
    private static final Map<String, Integer> NUMBERS = Map.of("left", 1, "right", 2);

    /** Writes the number of a speaker's channel in place of its name. The schema has refused other names. */
    static void number(ObjectNode request) {
        for (JsonNode speaker : request.path("speakers")) {
            Integer number = NUMBERS.get(speaker.path("channel").asText());
            if (number != null) {
                ((ObjectNode) speaker).put("channel", number);
            }
        }
    }

    private ChannelNames() {}
}
