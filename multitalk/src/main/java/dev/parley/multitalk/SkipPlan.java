package dev.parley.multitalk;

import java.util.Collections;
import java.util.List;

/**
 * The steps of a window in which the blocks run.
 *
 * @param computed for each step, whether the blocks run
 * @param distances for each step, the estimated change of the model's prediction since the blocks last ran
 */
public record SkipPlan(List<Boolean> computed, List<Double> distances) {
    public SkipPlan {
        computed = List.copyOf(computed);
        distances = List.copyOf(distances);
        if (computed.size() != distances.size()) {
            throw new IllegalArgumentException(
                    "There are %d decisions but %d distances".formatted(computed.size(), distances.size()));
        }
    }

    /** The blocks run in every step. */
    public static SkipPlan none(int steps) {
        return new SkipPlan(Collections.nCopies(steps, true), Collections.nCopies(steps, 0.0));
    }

    public boolean computes(int step) {
        return computed.get(step);
    }

    /** Steps without the blocks. */
    public int skipped() {
        return Collections.frequency(computed, false);
    }

    /** Steps without the blocks as a share of all. */
    public double share() {
        return computed.isEmpty() ? 0 : (double) skipped() / computed.size();
    }
}
