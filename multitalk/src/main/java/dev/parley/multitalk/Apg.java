package dev.parley.multitalk;

import dev.parley.plan.Defaults;

/**
 * Settings of adaptive projected guidance.
 *
 * @param momentum share of the previous differences that is added; negative to damp
 * @param normThreshold maximum length of a difference (Euclidean, over the whole latent); 0 for no limit
 * @param parallelShare how much of the component parallel to the model's prediction is kept; eta in the paper
 */
public record Apg(double momentum, double normThreshold, double parallelShare) {
    /** The reference's values. */
    public static final Apg DEFAULT = new Apg(Defaults.APG_MOMENTUM, Defaults.APG_NORM_THRESHOLD, 0);

    public Apg {
        if (!Double.isFinite(momentum) || !(normThreshold >= 0) || !Double.isFinite(parallelShare)) {
            throw new IllegalArgumentException(
                    "APG needs a finite momentum, a threshold of at least 0 and a finite share, not %s, %s and %s"
                            .formatted(momentum, normThreshold, parallelShare));
        }
    }
}
