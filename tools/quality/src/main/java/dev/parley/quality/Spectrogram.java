package dev.parley.quality;

/** How loud each frequency of a sound is over time: magnitudes of windows of 32 ms, after a rise of 6 dB an octave. */
final class Spectrogram {
    private static final int WINDOW = 512;
    /** Decibels below the loudest that are drawn as nothing. */
    private static final double RANGE = 60;

    /**
     * @param samples mono
     * @param columns over the whole sound
     * @param rows from 0 up to half the rate, the lowest first
     * @return [column][row], from 0 to 1 for the loudest
     */
    static double[][] of(float[] samples, int columns, int rows) {
        double[][] power = new double[columns][rows];
        double loudest = Double.MIN_NORMAL;
        for (int column = 0; column < columns; column++) {
            int middle = (int) ((column + 0.5) * samples.length / columns);
            double[] windowed = windowed(samples, middle);
            for (int row = 0; row < rows; row++) {
                power[column][row] = power(windowed, Math.PI * (row + 0.5) / rows);
                loudest = Math.max(loudest, power[column][row]);
            }
        }
        for (double[] column : power) {
            for (int row = 0; row < rows; row++) {
                double decibels = 10 * Math.log10(Math.max(column[row], Double.MIN_NORMAL) / loudest);
                column[row] = Math.max(0, 1 + decibels / RANGE);
            }
        }
        return power;
    }

    private static double[] windowed(float[] samples, int middle) {
        double[] windowed = new double[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            int at = middle - WINDOW / 2 + i;
            if (at > 0 && at < samples.length) {
                double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW);
                windowed[i] = hann * (samples[at] - samples[at - 1]);
            }
        }
        return windowed;
    }

    /** @param frequency in radians a sample */
    private static double power(double[] samples, double frequency) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < samples.length; i++) {
            real += samples[i] * Math.cos(frequency * i);
            imaginary += samples[i] * Math.sin(frequency * i);
        }
        return real * real + imaginary * imaginary;
    }

    private Spectrogram() {}
}
