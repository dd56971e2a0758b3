package dev.parley.worker.render;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.transcript.Transcript;
import dev.parley.media.Picture;
import java.util.List;

/**
 * What an engine renders from.
 *
 * @param picture as it was given; the engine scales it to the plan's size
 * @param voices one per speaker, in the order of the speakers
 * @param transcript what is known to be said; of recordings nothing is
 */
public record JobInputs(RenderPlan plan, Picture picture, List<Voice> voices, Transcript transcript) {
    public JobInputs {
        requireNonNull(plan, "plan");
        requireNonNull(picture, "picture");
        voices = List.copyOf(voices);
        requireNonNull(transcript, "transcript");
    }

    /** Of recordings. */
    public JobInputs(RenderPlan plan, Picture picture, List<Voice> voices) {
        this(plan, picture, voices, Transcript.EMPTY);
    }

    /** Where in the video a speaker is: their box, or an equal share of its width. */
    public Region region(int speaker) {
        Box box = plan.settings().speakers().get(speaker).box();
        return box == null
                ? Region.share(speaker, voices.size(), plan.width(), plan.height())
                : Region.of(box, picture, plan.width(), plan.height());
    }

    /**
     * A speaker's recording.
     *
     * @param samples 16 kHz mono in [-1, 1]
     * @param startSeconds when in the video it begins; silence before and after
     */
    public record Voice(int speaker, float[] samples, double startSeconds) {}
}
