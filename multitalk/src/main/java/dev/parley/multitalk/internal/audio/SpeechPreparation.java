package dev.parley.multitalk.internal.audio;

import dev.parley.multitalk.Speech;

/** Makes one channel of 16 kHz, as loud as speech, from any recording. */
public final class SpeechPreparation {
    /** {@code channels} mixed down, resampled to 16 kHz and brought to -23 LUFS. */
    public static float[] prepare(float[][] channels, int rate) {
        return Loudness.normalize(load(channels, rate), Speech.RATE);
    }

    /** {@code channels} mixed down and resampled to 16 kHz. A single channel at that rate is returned as it is. */
    static float[] load(float[][] channels, int rate) {
        float[] mono = mono(channels);
        return rate == Speech.RATE ? mono : SincResampler.resample(mono, rate, Speech.RATE);
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
            add(mono, channels[c], c);
        }
        for (int i = 0; i < mono.length; i++) {
            mono[i] /= channels.length;
        }
        return mono;
    }

    private static void add(float[] mono, float[] channel, int index) {
        if (channel.length != mono.length) {
            throw new IllegalArgumentException(
                    "Channel %d has %d samples, the first has %d".formatted(index, channel.length, mono.length));
        }
        for (int i = 0; i < mono.length; i++) {
            mono[i] += channel[i];
        }
    }

    private SpeechPreparation() {}
}
