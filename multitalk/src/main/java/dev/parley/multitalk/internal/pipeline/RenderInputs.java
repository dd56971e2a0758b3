package dev.parley.multitalk.internal.pipeline;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.internal.sample.NoiseSource;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import dev.parley.plan.WindowPlan;
import java.util.List;

/**
 * Everything that a video is made from.
 *
 * @param video size of the video, sides divisible by 16
 * @param masks who is where in {@code picture}; not looked at where one person speaks
 * @param negativePrompt what the video should not look like; the reference's default if empty
 * @param voices for each person float32 {@code (frames, layers, channels)}, the features of each video frame; a window
 *     beyond the end repeats the last frame
 */
public record RenderInputs(
        RgbImage picture,
        Size video,
        SpeakerMasks masks,
        String prompt,
        String negativePrompt,
        List<NDArray> voices,
        WindowPlan plan,
        SamplingSettings sampling,
        NoiseSource noise) {
    public RenderInputs {
        requireNonNull(picture, "picture");
        requireNonNull(video, "video");
        requireNonNull(masks, "masks");
        requireNonNull(prompt, "prompt");
        requireNonNull(negativePrompt, "negativePrompt");
        voices = List.copyOf(voices);
        requireNonNull(plan, "plan");
        requireNonNull(sampling, "sampling");
        requireNonNull(noise, "noise");
        if (voices.isEmpty() || voices.size() > SpeakerMasks.MOST_PEOPLE) {
            throw new IllegalArgumentException(
                    "One to %d people speak, not %d".formatted(SpeakerMasks.MOST_PEOPLE, voices.size()));
        }
    }
}
