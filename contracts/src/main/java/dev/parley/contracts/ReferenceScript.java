package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text to speak of the reference's form: for one voice all of it, for two a script of turns,
 * {@code (s1) Hello! (s2) Hi.} Each speaker's text then has one line per turn, and the voices speak in turn, line by
 * line. If the second begins, the first line of the first is empty, so the order of the turns is never lost.
 */
final class ReferenceScript {
    private static final Pattern TAG = Pattern.compile("\\(s(\\d{1,9})\\)");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final JsonNode sent;
    private final Translation translation;

    /** @param speaker 0 or 1; -1 for words before the first tag */
    private record Turn(int speaker, String words) {
        Turn and(Turn next) {
            return new Turn(speaker, words + " " + next.words);
        }
    }

    ReferenceScript(JsonNode sent, Translation translation) {
        this.sent = sent;
        this.translation = translation;
    }

    /** How many people speak; 0 where that cannot be told. */
    int translate() {
        translation.name("speakers", "tts_audio");
        JsonNode text = sent.path("text");
        if (!text.isTextual()) {
            return refuse("text", "wrong-type", "found %s, expected text".formatted(Found.node(text)));
        }
        if (!sent.has("human1_voice")) {
            return refuse("human1_voice", "missing", "found nothing, expected a voice");
        }
        return sent.has("human2_voice") ? dialogue(turns(text.textValue())) : monologue(text.textValue());
    }

    private int monologue(String text) {
        if (text.contains("(s2)")) {
            return refuse("human2_voice", "missing", "found nothing, expected a voice for the turns of (s2)");
        }
        speaker(0, text.replace("(s1)", "").strip());
        return 1;
    }

    private int dialogue(List<Turn> turns) {
        List<List<String>> lines = List.of(new ArrayList<>(), new ArrayList<>());
        for (Turn turn : turns) {
            if (turn.speaker < 0) {
                return badScript("words before the first tag");
            }
            if (turn.speaker > 1) {
                return badScript("a turn of (s%d)".formatted(turn.speaker + 1));
            }
            lines.get(turn.speaker).add(turn.words);
        }
        for (int i = 0; i < 2; i++) {
            if (lines.get(i).isEmpty()) {
                return badScript("no turn of (s%d)".formatted(i + 1));
            }
        }
        if (turns.get(0).speaker == 1) {
            lines.get(0).add(0, "");
        }
        speaker(0, String.join("\n", lines.get(0)));
        speaker(1, String.join("\n", lines.get(1)));
        translation.put("audioMix", "tts_audio.text", TextNode.valueOf("in-turn"));
        return 2;
    }

    /** Turns by alternating speakers: what one says in two turns running is one turn. */
    private static List<Turn> turns(String script) {
        List<Turn> turns = new ArrayList<>();
        Matcher tag = TAG.matcher(script);
        int speaker = -1;
        int start = 0;
        while (tag.find()) {
            add(turns, speaker, script.substring(start, tag.start()));
            // The tags count from 1. (s0) is nobody, as any number above 2.
            speaker = Integer.parseInt(tag.group(1)) == 0 ? 2 : Integer.parseInt(tag.group(1)) - 1;
            start = tag.end();
        }
        add(turns, speaker, script.substring(start));
        return turns;
    }

    private static void add(List<Turn> turns, int speaker, String spoken) {
        Turn turn = new Turn(speaker, SPACE.matcher(spoken).replaceAll(" ").strip());
        int last = turns.size() - 1;
        if (turn.words.isEmpty()) {
            return;
        }
        if (last >= 0 && turns.get(last).speaker == speaker) {
            turns.set(last, turns.get(last).and(turn));
        } else {
            turns.add(turn);
        }
    }

    private void speaker(int index, String text) {
        String path = "speakers[" + index + "]";
        String voice = "human" + (index + 1) + "_voice";
        translation.name(path, "tts_audio.text");
        translation.put(path + ".text", "tts_audio.text", TextNode.valueOf(text));
        translation.put(path + ".voice", "tts_audio." + voice, voiceName(sent.get(voice)));
    }

    /** The reference names the voice's file; the voice is called as the file, without folder and extension. */
    private static JsonNode voiceName(JsonNode voice) {
        if (!voice.isTextual()) {
            return voice;
        }
        String file = voice.textValue().substring(voice.textValue().lastIndexOf('/') + 1);
        return TextNode.valueOf(file.endsWith(".pt") ? file.substring(0, file.length() - 3) : file);
    }

    private int badScript(String found) {
        return refuse(
                "text",
                "bad-script",
                "found %s, expected turns of both people and nothing else, as '(s1) Hello! (s2) Hi.'".formatted(found));
    }

    private int refuse(String field, String code, String message) {
        translation.refuse("speakers", "tts_audio." + field, code, message);
        return 0;
    }
}
