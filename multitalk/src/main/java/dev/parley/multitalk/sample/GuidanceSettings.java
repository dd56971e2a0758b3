package dev.parley.multitalk.sample;

import dev.parley.multitalk.torch.Torch;

/**
 * How far to go beyond the model's own answer; a scale of 1 is the answer itself.
 *
 * @param textScale for the prompt
 * @param audioScale for the voices
 * @param apg settings of adaptive projected guidance; null for plain classifier-free guidance
 */
public record GuidanceSettings(double textScale, double audioScale, Apg apg) {
    private static final double CLOSE = 1e-9;

    public GuidanceSettings {
        if (!Double.isFinite(textScale) || !Double.isFinite(audioScale)) {
            throw new IllegalArgumentException(
                    "Guidance scales are numbers, not %s and %s".formatted(textScale, audioScale));
        }
    }

    public static GuidanceSettings plain(double textScale, double audioScale) {
        return new GuidanceSettings(textScale, audioScale, null);
    }

    public static GuidanceSettings projected(double textScale, double audioScale) {
        return new GuidanceSettings(textScale, audioScale, Apg.DEFAULT);
    }

    /** Whether the prompt is guided: a text scale of 1 (to a relative 1e-9) needs no pass without the prompt. */
    public boolean guidesText() {
        return Math.abs(textScale - 1) > CLOSE * Math.max(Math.abs(textScale), 1);
    }

    /** Guidance for one window. The caller closes it. */
    public Guidance begin(Torch torch) {
        SampleKernels kernels = torch.kernels(SampleKernels.class);
        return apg == null ? new ClassifierFree(kernels, this) : new AdaptiveProjected(kernels, this);
    }
}
