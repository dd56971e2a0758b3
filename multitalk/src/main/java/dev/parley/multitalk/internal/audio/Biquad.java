package dev.parley.multitalk.internal.audio;

/**
 * A filter of second order with {@code a0 = 1}, from Bristow-Johnson's
 * <a href="https://www.w3.org/TR/audio-eq-cookbook/">Audio EQ Cookbook</a>.
 */
record Biquad(double b0, double b1, double b2, double a1, double a2) {
    static Biquad highShelf(double gainDb, double q, double hertz, int rate) {
        double a = Math.pow(10, gainDb / 40);
        double w = 2 * Math.PI * hertz / rate;
        double cos = Math.cos(w);
        double slope = 2 * Math.sqrt(a) * Math.sin(w) / (2 * q);
        double a0 = (a + 1) - (a - 1) * cos + slope;
        return new Biquad(
                a * ((a + 1) + (a - 1) * cos + slope) / a0,
                -2 * a * ((a - 1) + (a + 1) * cos) / a0,
                a * ((a + 1) + (a - 1) * cos - slope) / a0,
                2 * ((a - 1) - (a + 1) * cos) / a0,
                ((a + 1) - (a - 1) * cos - slope) / a0);
    }

    static Biquad highPass(double q, double hertz, int rate) {
        double w = 2 * Math.PI * hertz / rate;
        double cos = Math.cos(w);
        double alpha = Math.sin(w) / (2 * q);
        double a0 = 1 + alpha;
        return new Biquad((1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
    }

    /** In place, from silence. */
    void filter(double[] x) {
        double z1 = 0;
        double z2 = 0;
        for (int i = 0; i < x.length; i++) {
            double in = x[i];
            double out = b0 * in + z1;
            z1 = b1 * in - a1 * out + z2;
            z2 = b2 * in - a2 * out;
            x[i] = out;
        }
    }
}
