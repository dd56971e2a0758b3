package dev.parley.plan;

/** How frames of a video and samples of a voice go together: 25 frames and 16,000 samples a second, 640 samples a frame. */
public final class FrameRate {
    public static final int FRAMES_PER_SECOND = 25;

    /** Of a voice as the speech encoder hears it. */
    public static final int SAMPLES_PER_SECOND = 16_000;

    public static final int SAMPLES_PER_FRAME = SAMPLES_PER_SECOND / FRAMES_PER_SECOND;

    /**
     * Whole frames in a voice of so many samples, and no frame less. In floating point, as
     * {@code samples / 16000.0 * 25}, exact lengths come out a frame short, the first at 29 frames.
     */
    public static int frames(long samples) {
        return Math.toIntExact(samples / SAMPLES_PER_FRAME);
    }

    private FrameRate() {}
}
