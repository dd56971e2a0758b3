package dev.parley.multitalk.internal.sample;

/**
 * The timesteps of a walk from noise (1000) to the video (0), denser near the noise the greater the shift. In float32 as
 * in the reference: {@code wan/multitalk.py}, {@code timestep_transform}. Flow matching: arXiv 2210.02747.
 */
public final class Schedule {
    private static final float PURE_NOISE = 1000;

    private final float[] timesteps;

    private Schedule(float[] timesteps) {
        this.timesteps = timesteps;
    }

    /**
     * @param steps at least 1
     * @param shift above 0; 1 leaves the steps even
     */
    public static Schedule of(int steps, double shift) {
        if (steps < 1 || !(shift > 0)) {
            throw new IllegalArgumentException(
                    "A schedule has at least 1 step and a shift above 0, not %d and %s".formatted(steps, shift));
        }
        float[] timesteps = new float[steps + 1]; // the last one stays 0
        for (int i = 0; i < steps; i++) {
            // From 1000 to 1, ends included: the last step is not the shortest.
            double even = steps == 1 ? PURE_NOISE : PURE_NOISE + i * ((1.0 - PURE_NOISE) / (steps - 1));
            timesteps[i] = shifted((float) even, (float) shift);
        }
        return new Schedule(timesteps);
    }

    private static float shifted(float t, float shift) {
        float u = t / PURE_NOISE;
        return PURE_NOISE * (shift * u / (1 + (shift - 1) * u));
    }

    public int steps() {
        return timesteps.length - 1;
    }

    /** The timestep before step {@code i}; 0 after the last. */
    public float timestep(int i) {
        return timesteps[i];
    }

    /** How much of the latent is noise before step {@code i}: 1 is all of it. */
    public float noiseShare(int i) {
        return timesteps[i] / PURE_NOISE;
    }

    /** How far step {@code i} goes, as a share of the way. */
    public float length(int i) {
        return (timesteps[i] - timesteps[i + 1]) / PURE_NOISE;
    }
}
