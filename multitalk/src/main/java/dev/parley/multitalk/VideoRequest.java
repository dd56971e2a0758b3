package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.SpeakerBox;
import java.util.List;

/**
 * A video to render.
 *
 * @param prompt what the video shows
 * @param negativePrompt what it should not look like; if empty, the default of the reference
 * @param voices one or two, person 1's first. They start together; the shorter one is followed by silence
 * @param boxes where the two people are in the picture; empty for the left and the right half. Ignored if one person
 *     speaks
 */
public record VideoRequest(
        RgbImage picture,
        String prompt,
        String negativePrompt,
        List<Speech> voices,
        List<SpeakerBox> boxes,
        Settings settings) {
    public VideoRequest {
        requireNonNull(picture, "picture");
        requireNonNull(prompt, "prompt");
        requireNonNull(negativePrompt, "negativePrompt");
        voices = List.copyOf(voices);
        boxes = List.copyOf(boxes);
        requireNonNull(settings, "settings");
        if (voices.isEmpty() || voices.size() > 2) {
            throw new IllegalArgumentException("There must be one or two voices, not " + voices.size());
        }
        if (voices.size() == 2 && boxes.size() != 2 && !boxes.isEmpty()) {
            throw new IllegalArgumentException("Two people need two boxes or none, not " + boxes.size());
        }
    }

    /** One person, no negative prompt. */
    public static VideoRequest of(RgbImage picture, String prompt, Speech voice, Settings settings) {
        return new VideoRequest(picture, prompt, "", List.of(voice), List.of(), settings);
    }
}
