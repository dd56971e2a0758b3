package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Defaults;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of TeaCache: if the timestep's embedding has changed little since the blocks last ran, they are skipped, and what
 * they added last time is added again. The paper: arXiv 2411.19108; the reference: {@code WanModel.teacache_init} in
 * {@code wan/modules/multitalk_model.py}.
 *
 * @param threshold how much may change before the blocks run again, above 0; higher is faster and less exact
 * @param fit of the polynomial, by size of the video
 */
public record TeaCache(double threshold, Fit fit) {
    /** Predicts the change of the model's output from that of the embedding: polynomials fitted by the reference. */
    public enum Fit {
        P480(2.57151496e+05, -3.54229917e+04, 1.40286849e+03, -1.35890334e+01, 1.32517977e-01),
        P720(8.10705460e+03, 2.13393892e+03, -3.72934672e+02, 1.66203073e+01, -4.17769401e-02);

        private final double[] coefficients; // the highest power first

        Fit(double... coefficients) {
            this.coefficients = coefficients;
        }

        double of(double change) {
            double value = 0;
            for (double coefficient : coefficients) {
                value = value * change + coefficient;
            }
            return value;
        }
    }

    public TeaCache {
        requireNonNull(fit, "fit");
        if (!(threshold > 0) || Double.isInfinite(threshold)) {
            throw new IllegalArgumentException("TeaCache's threshold must be finite and above 0, not " + threshold);
        }
    }

    /**
     * Refuses a number of steps at which TeaCache would skip none.
     *
     * @throws IllegalArgumentException if there is no step after the first {@link Defaults#TEA_CACHE_FORCED_STEPS}
     */
    public void requireUse(int steps) {
        if (steps <= Defaults.TEA_CACHE_FORCED_STEPS) {
            throw new IllegalArgumentException(
                    "TeaCache always computes the first %d steps and can skip none of %d: request more steps, or turn it off"
                            .formatted(Defaults.TEA_CACHE_FORCED_STEPS, steps));
        }
    }

    /**
     * Decides for each step. Depends on the timesteps only: all windows, and all passes of a step, share the plan.
     *
     * @param changes for each step, the mean absolute change of the embedding since the previous step, relative to its mean
     *     absolute value there; the first element is ignored
     */
    public SkipPlan plan(double[] changes) {
        List<Boolean> computed = new ArrayList<>();
        List<Double> distances = new ArrayList<>();
        double distance = 0;
        for (int step = 0; step < changes.length; step++) {
            distance = step < Defaults.TEA_CACHE_FORCED_STEPS ? 0 : distance + fit.of(changes[step]);
            boolean far = step < Defaults.TEA_CACHE_FORCED_STEPS || distance >= threshold;
            if (far) {
                distance = 0;
            }
            computed.add(far);
            distances.add(distance);
        }
        return new SkipPlan(computed, distances);
    }
}
