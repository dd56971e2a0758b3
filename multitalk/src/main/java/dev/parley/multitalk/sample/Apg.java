package dev.parley.multitalk.sample;

import dev.parley.plan.Defaults;

/**
 * Settings of adaptive projected guidance.
 *
 * @param momentum share of the differences before that is added; negative to damp
 * @param normThreshold longest a difference may be (Euclidean, over the whole latent); 0 for any length
 * @param parallelShare how much of the part along the model's answer is kept; the paper's eta
 */
public record Apg(double momentum, double normThreshold, double parallelShare) {
    /** The reference's. */
    public static final Apg DEFAULT = new Apg(Defaults.APG_MOMENTUM, Defaults.APG_NORM_THRESHOLD, 0);

    public Apg {
        if (!Double.isFinite(momentum) || !(normThreshold >= 0) || !Double.isFinite(parallelShare)) {
            throw new IllegalArgumentException(
                    "APG takes a momentum, a threshold of at least 0 and a share, not %s, %s and %s"
                            .formatted(momentum, normThreshold, parallelShare));
        }
    }
}
