package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Size;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.SpeakerMasks;
import java.util.List;
import java.util.Optional;

/**
 * A video to render.
 *
 * @param prompt what the video shows
 * @param negativePrompt what it should not look like; if empty, the default of the reference
 * @param voices one or two, person 1's first; three to six are an experiment, the models were trained on two. They start
 *     together; the shorter ones are followed by silence
 * @param boxes where the people are in the picture; empty for equal shares of its width. With one person's box, everybody
 *     else in the picture stays silent; without it, all of the picture hears the voice
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
        if (voices.isEmpty() || voices.size() > SpeakerMasks.MOST_PEOPLE) {
            throw new IllegalArgumentException(
                    "There must be one to %d voices, not %d".formatted(SpeakerMasks.MOST_PEOPLE, voices.size()));
        }
        if (boxes.size() != voices.size() && !boxes.isEmpty()) {
            throw new IllegalArgumentException("As many boxes are needed as there are voices, %d, or none, not %d"
                    .formatted(voices.size(), boxes.size()));
        }
    }

    /** How many voices the model hears, at most: beside a speaker with a box, the silence of all others. */
    int heard() {
        return voices.size() == 1 && !boxes.isEmpty() ? 2 : voices.size();
    }

    /** By which people are told apart in a video of {@code video} size; empty if there is nobody to tell apart. */
    Optional<SpeakerMasks> masks(Size video) {
        return SpeakerMasks.of(picture.size(), video, voices.size(), boxes);
    }

    /** One person, no negative prompt. */
    public static VideoRequest of(RgbImage picture, String prompt, Speech voice, Settings settings) {
        return new VideoRequest(picture, prompt, "", List.of(voice), List.of(), settings);
    }
}
