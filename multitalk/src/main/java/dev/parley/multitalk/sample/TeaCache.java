package dev.parley.multitalk.sample;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Defaults;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of TeaCache: where the timestep's embedding has moved little since the blocks last ran, they are left out and
 * what they added then is added again. The paper: arXiv 2411.19108; the file: {@code wan/modules/multitalk_model.py},
 * {@code WanModel.teacache_init}.
 *
 * @param threshold how far the embedding may move before the blocks run again, above 0; more is faster and coarser
 * @param fit for the size of the video
 */
public record TeaCache(double threshold, Fit fit) {
    /** How a move of the embedding foretells a move of the model's answer: polynomials fitted by the reference. */
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
            throw new IllegalArgumentException("TeaCache's threshold is above 0, not " + threshold);
        }
    }

    /**
     * Refuses so few steps that all of them are computed anyway.
     *
     * @throws IllegalArgumentException if there is no step behind the first {@link Defaults#TEA_CACHE_FORCED_STEPS}
     */
    public void requireUse(int steps) {
        if (steps <= Defaults.TEA_CACHE_FORCED_STEPS) {
            throw new IllegalArgumentException(
                    "TeaCache always computes the first %d steps and can leave out none of %d: ask for more steps, or do without it"
                            .formatted(Defaults.TEA_CACHE_FORCED_STEPS, steps));
        }
    }

    /**
     * Decides for each step. Depends on the timesteps alone: all windows, and all passes of a step, go by one plan.
     *
     * @param changes for each step, the mean move of the embedding since the step before it, as a share of its mean size
     *     there; the first one's is not looked at
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
