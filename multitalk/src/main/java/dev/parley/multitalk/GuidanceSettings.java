package dev.parley.multitalk;

import dev.parley.plan.SamplerPasses;

/**
 * Guidance scales. A scale of 1 is the model's own prediction.
 *
 * @param textScale guidance by the prompt
 * @param audioScale guidance by the voices
 * @param apg settings of adaptive projected guidance; null for plain classifier-free guidance
 */
public record GuidanceSettings(double textScale, double audioScale, Apg apg) {
    public GuidanceSettings {
        if (!Double.isFinite(textScale) || !Double.isFinite(audioScale)) {
            throw new IllegalArgumentException(
                    "Guidance scales must be finite, not %s and %s".formatted(textScale, audioScale));
        }
    }

    public static GuidanceSettings plain(double textScale, double audioScale) {
        return new GuidanceSettings(textScale, audioScale, null);
    }

    public static GuidanceSettings projected(double textScale, double audioScale) {
        return new GuidanceSettings(textScale, audioScale, Apg.DEFAULT);
    }

    /** Whether the prompt is guided. At a text scale of 1 (within a relative 1e-9) no pass without the prompt is needed. */
    public boolean guidesText() {
        return SamplerPasses.guides(textScale);
    }

    /** Whether the voices are guided. At an audio scale of 1 (within a relative 1e-9) no pass without them is needed. */
    public boolean guidesAudio() {
        return SamplerPasses.guides(audioScale);
    }

    /** How often the transformer runs in a step: 1 to 3 times. */
    public int passesPerStep() {
        return SamplerPasses.perStep(textScale, audioScale);
    }
}
