package dev.parley.multitalk.internal.audio;

/**
 * Changes the rate of a track by windowed sincs, to the quality that soxr, the reference's resampler, calls high: pass
 * band to 0.913 of the lower rate's limit, 120 dB down at the limit. Kaiser's window and his formula for its length; see
 * Smith, <a href="https://ccrma.stanford.edu/~jos/resample/">Digital Audio Resampling</a>.
 */
public final class SincResampler {
    private static final double PASS_BAND = 0.913;
    private static final double STOP_BAND_DB = 120;

    /** Above this ratio of rates the pass band lies so low that a short kernel can interpolate. */
    private static final double MUCH_FASTER = 2.5;

    /** Up to this many places between two inputs, one long kernel for each is what soxr uses. */
    private static final int FEW = 8;

    /** Measured from soxr's response at 44.1 kHz, where it matters how a track begins. */
    private static final SincKernel INTERPOLATION = new SincKernel(0.4475, 5, 10);

    private SincResampler() {}

    /**
     * {@code samples} at rate {@code to}: as many whole ones as last no longer, so that a track has as many frames at any
     * rate. The reference rounds up.
     *
     * @param from samples per second now
     */
    public static float[] resample(float[] samples, int from, int to) {
        if (from < 1 || to < 1) {
            throw new IllegalArgumentException("Rates are positive, not %d and %d".formatted(from, to));
        }
        if (from == to) {
            return samples.clone();
        }
        int divisor = gcd(from, to);
        int up = to / divisor;
        int down = from / divisor;
        double limit = 0.5 * Math.min(1, (double) to / from);
        SincKernel lowPass = SincKernel.lowPass(limit * PASS_BAND, limit, STOP_BAND_DB);
        int length = Math.toIntExact((long) samples.length * up / down);
        if (up > FEW && from > MUCH_FASTER * to) {
            // As soxr does for 44.1 kHz: what the filter rings before the first sample is lost to the interpolation,
            // which changes the first output by 2 %.
            float[] filtered = lowPass.resample(samples, 1, 1, samples.length);
            return INTERPOLATION.resample(filtered, up, down, length);
        }
        return lowPass.resample(samples, up, down, length);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
