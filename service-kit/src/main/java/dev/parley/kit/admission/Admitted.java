package dev.parley.kit.admission;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.RenderPlan;
import dev.parley.kit.transcript.Transcript;
import java.util.List;

/**
 * What became of a request.
 *
 * @param transcript of what was spoken for it; empty where all voices are recordings
 * @param turns in the order of the request; none where the speakers have voices of their own
 * @param inputs all that the job is made of, in the store
 */
public record Admitted(RenderPlan plan, Transcript transcript, List<TurnTime> turns, List<String> inputs) {
    public Admitted {
        requireNonNull(plan, "plan");
        requireNonNull(transcript, "transcript");
        turns = List.copyOf(turns);
        inputs = List.copyOf(inputs);
    }

    /** With {@code other} instead of the plan. */
    public Admitted with(RenderPlan other) {
        return new Admitted(other, transcript, turns, inputs);
    }
}
