package dev.parley.watermark;

/** The Fourier transform of a tile of 128x128, in place, in rows. */
final class Fourier {
    private static final int SIDE = MarkLayout.TILE;
    private static final double[] COSINE = new double[SIDE / 2];
    private static final double[] SINE = new double[SIDE / 2];
    private static final int[] REVERSED = new int[SIDE];

    static {
        int bits = Integer.numberOfTrailingZeros(SIDE);
        for (int i = 0; i < SIDE; i++) {
            REVERSED[i] = Integer.reverse(i) >>> Integer.SIZE - bits;
        }
        for (int i = 0; i < SIDE / 2; i++) {
            // Not Math: what a frame gets must be the same bit by bit everywhere.
            COSINE[i] = StrictMath.cos(2 * Math.PI * i / SIDE);
            SINE[i] = StrictMath.sin(2 * Math.PI * i / SIDE);
        }
    }

    static void forward(double[] real, double[] imaginary) {
        transform(real, imaginary, -1);
    }

    /** Not divided by the number of values. */
    static void inverse(double[] real, double[] imaginary) {
        transform(real, imaginary, 1);
    }

    private static void transform(double[] real, double[] imaginary, int direction) {
        double[] re = new double[SIDE];
        double[] im = new double[SIDE];
        for (int line = 0; line < SIDE; line++) {
            line(real, imaginary, line * SIDE, 1, direction, re, im);
        }
        for (int line = 0; line < SIDE; line++) {
            line(real, imaginary, line, SIDE, direction, re, im);
        }
    }

    private static void line(
            double[] real, double[] imaginary, int from, int step, int direction, double[] re, double[] im) {
        for (int i = 0; i < SIDE; i++) {
            re[i] = real[from + REVERSED[i] * step];
            im[i] = imaginary[from + REVERSED[i] * step];
        }
        for (int half = 1; half < SIDE; half *= 2) {
            int stride = SIDE / (2 * half);
            for (int start = 0; start < SIDE; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    double cosine = COSINE[i * stride];
                    double sine = direction * SINE[i * stride];
                    int low = start + i;
                    int high = low + half;
                    double r = re[high] * cosine - im[high] * sine;
                    double m = re[high] * sine + im[high] * cosine;
                    re[high] = re[low] - r;
                    im[high] = im[low] - m;
                    re[low] += r;
                    im[low] += m;
                }
            }
        }
        for (int i = 0; i < SIDE; i++) {
            real[from + i * step] = re[i];
            imaginary[from + i * step] = im[i];
        }
    }

    private Fourier() {}
}
