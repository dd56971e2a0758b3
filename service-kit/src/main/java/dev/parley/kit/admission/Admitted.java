package dev.parley.kit.admission;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.RenderPlan;

/**
 * What became of a request.
 *
 * @param transcript of what was spoken for it; empty where all voices are recordings
 */
public record Admitted(RenderPlan plan, Transcript transcript) {
    public Admitted {
        requireNonNull(plan, "plan");
        requireNonNull(transcript, "transcript");
    }
}
