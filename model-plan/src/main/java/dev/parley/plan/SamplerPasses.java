package dev.parley.plan;

/** How often the transformer runs in a step of the sampler: once for the prediction, once more for each thing that is guided. */
public final class SamplerPasses {
    private static final double CLOSE = 1e-9;

    /**
     * Whether something is guided. At a scale of 1 (within a relative 1e-9) it is not: the pass without it would count for
     * nothing.
     */
    public static boolean guides(double scale) {
        return Math.abs(scale - 1) > CLOSE * Math.max(Math.abs(scale), 1);
    }

    /**
     * @param textScale of the guidance by the prompt
     * @param audioScale of the guidance by the voices
     */
    public static int perStep(double textScale, double audioScale) {
        return 1 + (guides(textScale) ? 1 : 0) + (guides(audioScale) ? 1 : 0);
    }

    private SamplerPasses() {}
}
