package dev.parley.multitalk.audio;

import dev.parley.plan.FrameRate;

/** One person's track as the model takes it: mono, 16 kHz, as loud as speech. */
public final class Speech {
    /** Samples per second of all prepared tracks. */
    public static final int RATE = FrameRate.SAMPLES_PER_SECOND;

    private Speech() {}

    /**
     * @param channels samples in [-1, 1] of each channel, all of one length
     * @param rate their samples per second
     * @throws IllegalArgumentException for no channel, channels of several lengths, or less than 0.4 s
     */
    public static float[] prepare(float[][] channels, int rate) {
        return Loudness.normalize(load(channels, rate), RATE);
    }

    /** Mono and 16 kHz, as loud as it was. */
    public static float[] load(float[][] channels, int rate) {
        return SincResampler.resample(mono(channels), rate, RATE);
    }

    private static float[] mono(float[][] channels) {
        if (channels.length == 0) {
            throw new IllegalArgumentException("A sound without channels");
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
