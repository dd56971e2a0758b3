package dev.parley.plan;

/** How often the transformer runs in a step of the sampler: once for the prediction, once more for each thing that is guided. */
public final class SamplerPasses {
    private static final double CLOSE = 1e-9;

    /** Whether the prompt is guided. At a text scale of 1 (within a relative 1e-9) no pass without the prompt is needed. */
    public static boolean guidesText(double textScale) {
        return Math.abs(textScale - 1) > CLOSE * Math.max(Math.abs(textScale), 1);
    }

    /** The voices are guided at any scale. */
    public static int perStep(double textScale) {
        return guidesText(textScale) ? 3 : 2;
    }

    private SamplerPasses() {}
}
