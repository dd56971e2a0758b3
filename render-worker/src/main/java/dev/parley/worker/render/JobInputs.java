package dev.parley.worker.render;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.RenderPlan;
import dev.parley.media.Picture;
import java.util.List;

/**
 * What an engine renders from.
 *
 * @param picture as it was given; the engine scales it to the plan's size
 * @param voices one per speaker, in the order of the speakers
 */
public record JobInputs(RenderPlan plan, Picture picture, List<Voice> voices) {
    public JobInputs {
        requireNonNull(plan, "plan");
        requireNonNull(picture, "picture");
        voices = List.copyOf(voices);
    }

    /**
     * A speaker's recording.
     *
     * @param samples 16 kHz mono in [-1, 1]
     * @param startSeconds when in the video it begins; silence before and after
     */
    public record Voice(int speaker, float[] samples, double startSeconds) {}
}
