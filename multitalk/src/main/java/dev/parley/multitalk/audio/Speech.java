package dev.parley.multitalk.audio;

import dev.parley.plan.FrameRate;

/**
 * One person's voice as the model takes it: one channel, 16,000 samples a second, every sample a finite number, at least
 * one of them. Not changed after it was made; whoever gives or takes the samples' array shares it.
 */
public final class Speech {
    /** Samples per second of every voice. */
    public static final int RATE = FrameRate.SAMPLES_PER_SECOND;

    private final float[] samples;

    private Speech(float[] samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("A voice has at least one sample, this has none");
        }
        requireFinite(samples, "a voice");
        this.samples = samples;
    }

    /**
     * Made from a recording: the mean of its channels, at 16 kHz, as loud as speech (-23 LUFS).
     *
     * @param channels samples in [-1, 1] of each channel, all of one length
     * @param rate their samples per second
     * @throws IllegalArgumentException for no channel, channels of several lengths, samples that are not finite, or less
     *     than 0.4 s
     */
    public static Speech prepare(float[][] channels, int rate) {
        for (int c = 0; c < channels.length; c++) {
            requireFinite(channels[c], "channel " + c);
        }
        return new Speech(Loudness.normalize(load(channels, rate), RATE));
    }

    /**
     * A voice whose preparation somebody else has done.
     *
     * @param samples one channel, 16 kHz, as loud as speech; the array is not copied
     * @throws IllegalArgumentException for no sample, or one that is not finite
     */
    public static Speech ofPrepared(float[] samples) {
        return new Speech(samples);
    }

    /** Somebody who says nothing. */
    public static Speech silence(int samples) {
        return new Speech(new float[samples]);
    }

    /** Not to be changed. */
    public float[] samples() {
        return samples;
    }

    /** In samples. */
    public int length() {
        return samples.length;
    }

    /** Whole video frames that it lasts. */
    public int frames() {
        return FrameRate.frames(samples.length);
    }

    /** Mono and 16 kHz, as loud as it was. Of one channel at that rate it is the array given. */
    static float[] load(float[][] channels, int rate) {
        float[] mono = mono(channels);
        return rate == RATE ? mono : SincResampler.resample(mono, rate, RATE);
    }

    private static void requireFinite(float[] samples, String of) {
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException(
                        "Samples of %s are finite numbers, sample %d is %s".formatted(of, i, samples[i]));
            }
        }
    }

    private static float[] mono(float[][] channels) {
        if (channels.length == 0) {
            throw new IllegalArgumentException("A sound without channels");
        }
        if (channels.length == 1) {
            return channels[0];
        }
        float[] mono = channels[0].clone();
        for (int c = 1; c < channels.length; c++) {
            if (channels[c].length != mono.length) {
                throw new IllegalArgumentException(
                        "Channel %d has %d samples, the first has %d".formatted(c, channels[c].length, mono.length));
            }
            for (int i = 0; i < mono.length; i++) {
                mono[i] += channels[c][i];
            }
        }
        for (int i = 0; i < mono.length; i++) {
            mono[i] /= channels.length;
        }
        return mono;
    }
}
