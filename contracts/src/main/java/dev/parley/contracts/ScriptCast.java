package dev.parley.contracts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.plan.SpeakerMasks;

/**
 * Who may have turns in a script.
 *
 * @param size how many people
 * @param reason why not more, as the end of a fault; may be empty
 */
record ScriptCast(int size, String reason) {
    /** The reference's: it knows no more. */
    static final ScriptCast OF_TWO = new ScriptCast(2, "");

    /**
     * That of a request in today's form: two, or as many as are listed where more than two are allowed, or all that can be
     * told apart where nobody is listed.
     */
    static ScriptCast of(ObjectNode request) {
        if (!request.path("experimental").booleanValue()) {
            return new ScriptCast(
                    OF_TWO.size,
                    "; up to %s are an experiment that experimental allows".formatted(tag(SpeakerMasks.MOST_PEOPLE)));
        }
        int listed = request.path("speakers") instanceof ArrayNode speakers ? speakers.size() : 0;
        if (listed == 0 || listed >= SpeakerMasks.MOST_PEOPLE) {
            return new ScriptCast(SpeakerMasks.MOST_PEOPLE, "");
        }
        return new ScriptCast(Math.max(OF_TWO.size, listed), "; speakers given: %d".formatted(listed));
    }

    boolean has(int number) {
        return number >= 1 && number <= size;
    }

    /** The tags that a script may have, in words. */
    String tags() {
        return size == OF_TWO.size ? "(s1) or (s2)" : "(s1) to %s".formatted(tag(size));
    }

    /** @param number of a person, from 1 */
    static String tag(int number) {
        return "(s" + number + ")";
    }
}
