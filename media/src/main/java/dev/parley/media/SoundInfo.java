package dev.parley.media;

/**
 * What a recording holds, counted by decoding all of it.
 *
 * @param samples per channel, at {@code sampleRate}
 * @param peak largest absolute sample, 1.0 is full scale
 */
public record SoundInfo(long samples, int sampleRate, int channels, String codec, double peak) {
    public double seconds() {
        return (double) samples / sampleRate;
    }
}
