package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The older flat form: {@code audio_path(s)}, {@code reference_image(s)}, {@code prompt(s)}, {@code mode} single or multi,
 * {@code use_lora} and the like. Each of the pairs may be a text or a list under either name. One picture shows everybody;
 * two are the portraits of two people. Several prompts, at most one for each person, are read one after the other.
 */
final class FlatForm {
    static final List<String> KEYS = List.of("audio_path", "audio_paths", "reference_image", "reference_images");

    static final Set<String> KNOWN =
            SharedFields.knownBeside("audio_path", "audio_paths", "reference_image", "reference_images", "prompts");

    private final ObjectNode sent;
    private final Translation translation;

    /** A value, and what the sender calls its place. */
    private record Entry(String from, JsonNode value) {}

    FlatForm(ObjectNode sent, Translation translation) {
        this.sent = sent;
        this.translation = translation;
    }

    void translate() {
        SharedFields.translate(sent, translation);
        List<Entry> voices = entries("speakers", "audio_path", "audio_paths");
        for (int i = 0; i < voices.size(); i++) {
            Entry voice = voices.get(i);
            translation.name("speakers[" + i + "]", voice.from);
            translation.put("speakers[" + i + "].audio", voice.from, voice.value);
        }
        pictures(voices.size());
        prompts(voices.size());
        mode(voices.size());
        if (voices.size() == 2) {
            SharedFields.translateAudioType(sent, translation);
        }
    }

    private void pictures(int people) {
        List<Entry> pictures = entries("image", "reference_image", "reference_images");
        if (pictures.size() == 1) {
            translation.put("image", pictures.get(0).from, pictures.get(0).value);
        } else if (pictures.size() == 2 && people == 2) {
            for (int i = 0; i < 2; i++) {
                translation.put("speakers[" + i + "].image", pictures.get(i).from, pictures.get(i).value);
            }
        } else if (!pictures.isEmpty()) {
            translation.refuse(
                    "image",
                    "reference_images",
                    "wrong-count",
                    "found %d pictures for %d voices, expected one picture of everybody, or two portraits for two voices"
                            .formatted(pictures.size(), people));
        }
    }

    private void prompts(int people) {
        List<Entry> prompts = entries("prompt", "prompt", "prompts");
        if (prompts.size() == 1) {
            translation.put("prompt", prompts.get(0).from, prompts.get(0).value);
        } else if (prompts.size() > people || prompts.stream().anyMatch(prompt -> !prompt.value.isTextual())) {
            translation.refuse(
                    "prompt",
                    "prompts",
                    "wrong-count",
                    "found %d entries, expected one text, or one for each of %d voices"
                            .formatted(prompts.size(), people));
        } else if (!prompts.isEmpty()) {
            String all =
                    prompts.stream().map(prompt -> prompt.value.textValue()).collect(Collectors.joining(" "));
            translation.put("prompt", "prompts", TextNode.valueOf(all));
        }
    }

    /** Here it says how many people speak; today's two modes may stand there as well. */
    private void mode(int people) {
        JsonNode mode = sent.path("mode");
        switch (mode.asText()) {
            case "single" -> expect(people, 1);
            case "multi" -> expect(people, 2);
            case "clip", "streaming" -> translation.put("mode", "mode", mode);
            default -> {
                if (!mode.isMissingNode()) {
                    translation.refuse(
                            "mode",
                            "mode",
                            "unknown-value",
                            "found %s, expected one of single, multi, clip, streaming".formatted(Found.node(mode)));
                }
            }
        }
    }

    private void expect(int people, int expected) {
        if (people != expected) {
            translation.refuse(
                    "mode",
                    "mode",
                    "ambiguous",
                    "found %s beside %d voices, expected %d".formatted(Found.node(sent.get("mode")), people, expected));
        }
    }

    private List<Entry> entries(String path, String one, String many) {
        translation.name(path, sent.has(many) ? many : one);
        if (sent.has(one) && sent.has(many)) {
            translation.refuse(path, many, "ambiguous", "found also '%s', expected one of the two".formatted(one));
            return List.of();
        }
        String from = sent.has(many) ? many : one;
        JsonNode value = sent.path(from);
        if (!value.isArray()) {
            return value.isMissingNode() ? List.of() : List.of(new Entry(from, value));
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            entries.add(new Entry(from + "[" + i + "]", value.get(i)));
        }
        return entries;
    }
}
