package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.contracts.DialogueScript.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@link DialogueScript}, wherever it stands in a request, as the texts of its speakers: one line per turn. People speak
 * in rounds, from the first to the last, one line each; whoever is not heard in a round has an empty line there, so the order
 * of the turns is never lost.
 */
final class ScriptForm {
    static final String KEY = "script";

    private final ObjectNode sent;
    private final Translation translation;

    ScriptForm(ObjectNode sent, Translation translation) {
        this.sent = sent;
        this.translation = translation;
    }

    /** Takes the script out of a request in today's form. */
    void translate() {
        JsonNode script = sent.remove(KEY);
        if (script == null) {
            return;
        }
        if (!script.isTextual()) {
            translation.refuse("speakers", KEY, "wrong-type", "found %s, expected text".formatted(Found.node(script)));
            return;
        }
        if (sent.has("speakers") && !(sent.get("speakers") instanceof ArrayNode)) {
            return; // the schema will say so
        }
        List<Turn> turns = turns(script.textValue(), ScriptCast.of(sent), KEY, translation);
        if (!turns.isEmpty()) {
            put(script.textValue(), turns, KEY, translation);
        }
    }

    /** The turns of a script; none after its faults were reported as those of the field {@code from}. */
    static List<Turn> turns(String text, ScriptCast cast, String from, Translation translation) {
        DialogueScript script = DialogueScript.of(text, cast);
        if (script.faults().isEmpty()) {
            return script.turns();
        }
        translation.refuse("speakers", from, "bad-script", String.join("; ", script.faults()));
        return List.of();
    }

    /** @return how many people speak */
    static int put(String script, List<Turn> turns, String from, Translation translation) {
        List<List<Turn>> lines = rounds(turns);
        for (int i = 0; i < lines.size(); i++) {
            String path = "speakers[" + i + "].text";
            String text = lines.get(i).stream().map(Turn::words).collect(Collectors.joining("\n"));
            translation.put(path, from, TextNode.valueOf(text));
            translation.takenFrom(
                    path,
                    new RequestWording.Lines(
                            script, lines.get(i).stream().map(Turn::at).toList()));
        }
        if (lines.size() > 1) {
            translation.put("audioMix", from, TextNode.valueOf("in-turn"));
        }
        return lines.size();
    }

    /** By person, the lines of each up to their last turn. */
    private static List<List<Turn>> rounds(List<Turn> turns) {
        List<List<Turn>> lines = new ArrayList<>();
        int round = 0;
        int before = -1;
        for (Turn turn : turns) {
            round += turn.speaker() > before ? 0 : 1;
            before = turn.speaker();
            while (lines.size() <= turn.speaker()) {
                lines.add(new ArrayList<>());
            }
            List<Turn> own = lines.get(turn.speaker());
            while (own.size() < round) {
                own.add(new Turn(turn.speaker(), "", List.of()));
            }
            own.add(turn);
        }
        return lines;
    }
}
