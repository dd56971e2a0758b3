package dev.parley.multitalk.internal.audio;

/**
 * Integrated loudness of a mono track as ITU-R BS.1770-4 measures it, with the filters computed for the track's own
 * rate, as pyloudnorm does and so the reference. <a href="https://www.itu.int/rec/R-REC-BS.1770">BS.1770</a>.
 */
public final class Loudness {
    /** What speech is brought to, in LUFS. */
    public static final double SPEECH = -23;

    private static final double BLOCK_SECONDS = 0.4;
    private static final double STEP = 0.25; // of a block
    private static final double ABSOLUTE_GATE = -70;
    private static final double RELATIVE_GATE = -10;
    private static final double BEYOND_ALL_SOUND = 100;

    private Loudness() {}

    /**
     * {@code samples} made as loud as speech. Silence comes back as it is. Peaks may leave [-1, 1].
     */
    public static float[] normalize(float[] samples, int rate) {
        double loudness = integrated(samples, rate);
        if (Math.abs(loudness) > BEYOND_ALL_SOUND) {
            return samples.clone();
        }
        double gain = Math.pow(10, (SPEECH - loudness) / 20);
        float[] louder = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            louder[i] = (float) (samples[i] * gain);
        }
        return louder;
    }

    /**
     * In LUFS; minus infinity for silence. Less than a block of 0.4 s, which BS.1770 does not measure and the reference
     * refuses, is a block of its own length: silence behind it would make it seem quieter than the same voice in a longer
     * recording.
     *
     * @param samples at least one
     */
    public static double integrated(float[] samples, int rate) {
        double[] power = blocks(weighted(samples, rate), rate);
        double relativeGate = loudness(meanAbove(power, ABSOLUTE_GATE)) + RELATIVE_GATE;
        return loudness(meanAbove(power, Math.max(relativeGate, ABSOLUTE_GATE)));
    }

    private static double loudness(double power) {
        return -0.691 + 10 * Math.log10(power);
    }

    /** Mean power of the blocks louder than {@code gate}, 0 if there are none. */
    private static double meanAbove(double[] power, double gate) {
        double sum = 0;
        int count = 0;
        for (double p : power) {
            if (loudness(p) > gate) {
                sum += p;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double[] blocks(double[] x, int rate) {
        double seconds = (double) x.length / rate;
        if (seconds < BLOCK_SECONDS) {
            return new double[] {squares(x, 0, x.length) / x.length};
        }
        int count = (int) Math.rint((seconds - BLOCK_SECONDS) / (BLOCK_SECONDS * STEP)) + 1;
        double[] power = new double[count];
        for (int block = 0; block < count; block++) {
            int from = (int) (BLOCK_SECONDS * (block * STEP) * rate);
            int to = Math.min(x.length, (int) (BLOCK_SECONDS * (block * STEP + 1) * rate));
            power[block] = squares(x, from, to) / (BLOCK_SECONDS * rate);
        }
        return power;
    }

    private static double squares(double[] x, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += x[i] * x[i];
        }
        return squares;
    }

    /** K-weighting: the effect of the head, and the ear's insensitivity to low frequencies. */
    private static double[] weighted(float[] samples, int rate) {
        double[] x = new double[samples.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = samples[i];
        }
        Biquad.highShelf(4, 1 / Math.sqrt(2), 1500, rate).filter(x);
        Biquad.highPass(0.5, 38, rate).filter(x);
        return x;
    }
}
