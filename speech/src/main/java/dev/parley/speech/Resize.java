package dev.parley.speech;

/** Plays a sound faster or slower: pitch and resonances move together, as with a tape. */
final class Resize {
    private static final int HALF_WIDTH = 16;

    /** @param factor how much faster, above 0 */
    static float[] faster(float[] samples, double factor) {
        float[] out = new float[(int) Math.round(samples.length / factor)];
        // Faster is higher: what would not fit below half the rate is left out.
        double cutoff = Math.min(1, 1 / factor);
        int reach = (int) Math.ceil(HALF_WIDTH / cutoff);
        for (int i = 0; i < out.length; i++) {
            out[i] = at(samples, i * factor, cutoff, reach);
        }
        return out;
    }

    private static float at(float[] samples, double position, double cutoff, int reach) {
        int center = (int) Math.floor(position);
        double sum = 0;
        for (int j = Math.max(0, center - reach + 1); j <= Math.min(samples.length - 1, center + reach); j++) {
            double x = position - j;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * Math.max(-1, Math.min(1, x / reach)));
            sum += samples[j] * cutoff * sinc(cutoff * x) * window;
        }
        return (float) Math.max(-1, Math.min(1, sum));
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-9 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
    }

    private Resize() {}
}
