package dev.parley.multitalk.internal.audio;

/**
 * A sinc within Kaiser's window.
 *
 * @param cutoff where half of the amplitude is left, in cycles per input sample
 * @param halfWidth from the middle to where it ends, in input samples
 * @param beta the window's shape: the larger, the deeper the stop band and the wider the way there
 */
record SincKernel(double cutoff, double halfWidth, double beta) {
    /** All up to {@code pass} is kept, all from {@code stop} on is {@code db} down; both in cycles per input sample. */
    static SincKernel lowPass(double pass, double stop, double db) {
        return new SincKernel((pass + stop) / 2, (db - 7.95) / (14.36 * (stop - pass)) / 2, 0.1102 * (db - 8.7));
    }

    /** {@code length} samples at {@code up/down} of the rate, the first one in the place of the first input. */
    float[] resample(float[] samples, int up, int down, int length) {
        float[] out = new float[length];
        // Outputs `up` apart lie equally between the inputs, so they share their coefficients.
        for (int phase = 0; phase < Math.min(up, length); phase++) {
            long position = (long) phase * down;
            double[] taps = taps((double) (position % up) / up);
            int first = (int) (position / up) - (int) halfWidth;
            for (int i = phase; i < length; i += up, first += down) {
                out[i] = (float) sum(taps, samples, first);
            }
        }
        return out;
    }

    /** Coefficients for an output {@code fraction} behind an input, which gets the one at {@code (int) halfWidth}. */
    private double[] taps(double fraction) {
        int half = (int) halfWidth;
        double[] taps = new double[2 * half + 2];
        for (int k = 0; k < taps.length; k++) {
            double x = k - half - fraction;
            double r = x / halfWidth;
            double window = Math.abs(r) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - r * r)) / bessel(beta);
            taps[k] = 2 * cutoff * sinc(2 * cutoff * x) * window;
        }
        return taps;
    }

    private static double sum(double[] taps, float[] samples, int first) {
        double sum = 0;
        for (int k = Math.max(0, -first); k < taps.length && first + k < samples.length; k++) {
            sum += taps[k] * samples[first + k];
        }
        return sum;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** The modified Bessel function of the first kind, order 0, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
