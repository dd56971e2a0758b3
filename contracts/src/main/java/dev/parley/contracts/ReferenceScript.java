package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;

/** The text to speak of the reference's form: for one voice all of it, for two a {@link DialogueScript} of both people's turns. */
final class ReferenceScript {
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
        String words = text.replaceAll("(?i)\\(s1\\)", "").strip();
        translation.put("speakers[0].text", "tts_audio.text", TextNode.valueOf(words));
        voice(0);
        return 1;
    }

    private int dialogue(String text) {
        List<DialogueScript.Turn> turns = ScriptForm.turns(text, "tts_audio.text", translation);
        if (turns.isEmpty()) {
            return 0;
        }
        int people = ScriptForm.put(turns, "tts_audio.text", translation);
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
