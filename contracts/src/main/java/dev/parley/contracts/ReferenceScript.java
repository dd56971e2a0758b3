package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The text to speak of the reference's form: for one voice all of it, for two a {@link DialogueScript} of both people's turns. */
final class ReferenceScript {
    private static final Pattern TAG = Pattern.compile("(?i)\\(s1\\)");

    private final JsonNode sent;
    private final Translation translation;

    ReferenceScript(JsonNode sent, Translation translation) {
        this.sent = sent;
        this.translation = translation;
    }

    /** The number of speakers; 0 if unknown. */
    int translate() {
        translation.name("speakers", "tts_audio");
        JsonNode text = sent.path("text");
        if (!text.isTextual()) {
            return refuse("text", "wrong-type", "found %s, expected text".formatted(Found.node(text)));
        }
        if (!sent.has("human1_voice")) {
            return refuse("human1_voice", "missing", "found nothing, expected a voice");
        }
        return sent.has("human2_voice") ? dialogue(text.textValue()) : monologue(text.textValue());
    }

    private int monologue(String text) {
        if (text.toLowerCase(Locale.ROOT).contains("(s2)")) {
            return refuse("human2_voice", "missing", "found nothing, expected a voice for the turns of (s2)");
        }
        String words = TAG.matcher(text).replaceAll("").strip();
        translation.put("speakers[0].text", "tts_audio.text", TextNode.valueOf(words));
        translation.takenFrom(
                "speakers[0].text", new RequestWording.Lines(text, positions(text, SpokenText.turns(words))));
        voice(0);
        return 1;
    }

    /** Where each char of the lines, which are what tags have left of a text, stands in it. */
    private static List<List<Integer>> positions(String text, List<String> lines) {
        String blanked = TAG.matcher(text).replaceAll("\0".repeat(4)); // as long as a tag, and in no text
        List<List<Integer>> all = new ArrayList<>();
        int next = 0;
        for (String line : lines) {
            List<Integer> at = new ArrayList<>();
            for (char symbol : line.toCharArray()) {
                next = blanked.indexOf(symbol, next) + 1;
                at.add(next - 1);
            }
            all.add(at);
        }
        return all;
    }

    private int dialogue(String text) {
        List<DialogueScript.Turn> turns = ScriptForm.turns(text, ScriptCast.OF_TWO, "tts_audio.text", translation);
        if (turns.isEmpty()) {
            return 0;
        }
        int people = ScriptForm.put(text, turns, "tts_audio.text", translation);
        if (people < 2) {
            return refuse("text", "bad-script", "found no turn of (s2), expected turns of both people");
        }
        voice(0);
        voice(1);
        return people;
    }

    private void voice(int index) {
        String voice = "human" + (index + 1) + "_voice";
        translation.name("speakers[" + index + "]", "tts_audio.text");
        translation.put("speakers[" + index + "].voice", "tts_audio." + voice, voiceName(sent.get(voice)));
    }

    /** The reference names the voice's file; the voice is called as the file, without folder and extension. */
    private static JsonNode voiceName(JsonNode voice) {
        if (!voice.isTextual() || !voice.textValue().endsWith(".pt")) {
            return voice;
        }
        String file = voice.textValue().substring(voice.textValue().lastIndexOf('/') + 1);
        return TextNode.valueOf(file.substring(0, file.length() - 3));
    }

    private int refuse(String field, String code, String message) {
        translation.refuse("speakers", "tts_audio." + field, code, message);
        return 0;
    }
}
