package dev.parley.multitalk;

import dev.parley.multitalk.internal.audio.SpeechPreparation;
import dev.parley.plan.FrameRate;

/**
 * One person's voice as the model expects it: mono, 16 kHz, at least one sample, all samples finite. Must not be changed
 * once made; the samples' array is shared with the caller, not copied.
 */
public final class Speech {
    /** Samples per second of every voice. */
    public static final int RATE = FrameRate.SAMPLES_PER_SECOND;

    private final float[] samples;

    private Speech(float[] samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("A voice must have at least one sample, this one has none");
        }
        requireFinite(samples, "a voice");
        this.samples = samples;
    }

    /**
     * Prepares a recording: averages its channels, resamples to 16 kHz and normalizes loudness to -23 LUFS.
     *
     * @param channels samples in [-1, 1] of each channel, all of the same length
     * @param rate samples per second of {@code channels}
     * @throws IllegalArgumentException if there are no channels, channels differ in length, or a sample is not finite
     */
    public static Speech prepare(float[][] channels, int rate) {
        for (int c = 0; c < channels.length; c++) {
            requireFinite(channels[c], "channel " + c);
        }
        return new Speech(SpeechPreparation.prepare(channels, rate));
    }

    /**
     * A voice that has already been prepared.
     *
     * @param samples mono, 16 kHz, at the loudness of speech; the array is not copied
     * @throws IllegalArgumentException if there are no samples, or one is not finite
     */
    public static Speech ofPrepared(float[] samples) {
        return new Speech(samples);
    }

    /** A person who says nothing, for {@code samples} samples. */
    public static Speech silence(int samples) {
        return new Speech(new float[samples]);
    }

    /** The samples themselves, not a copy; must not be changed. */
    public float[] samples() {
        return samples;
    }

    /** Number of samples. */
    public int length() {
        return samples.length;
    }

    /** Whole video frames that the voice lasts. */
    public int frames() {
        return FrameRate.frames(samples.length);
    }

    private static void requireFinite(float[] samples, String of) {
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException(
                        "Samples of %s must be finite, sample %d is %s".formatted(of, i, samples[i]));
            }
        }
    }
}
