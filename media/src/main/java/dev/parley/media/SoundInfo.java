package dev.parley.media;

import dev.parley.media.MediaException.Problem;

/**
 * What a recording holds, counted by decoding all of it.
 *
 * @param samples per channel, at {@code sampleRate}
 * @param peak largest absolute sample, 1.0 is full scale
 */
public record SoundInfo(long samples, int sampleRate, int channels, String codec, double peak) {
    /** -60 dBFS. Room noise is louder; what stays below all the way is a muted microphone. */
    public static final double SILENT_BELOW = 0.001;

    public double seconds() {
        return (double) samples / sampleRate;
    }

    /** Whether nobody is heard in it. */
    public boolean isSilent() {
        return peak < SILENT_BELOW;
    }

    /** @throws MediaException if it {@link #isSilent} */
    public void requireAudible() throws MediaException {
        if (isSilent()) {
            throw new MediaException(
                    Problem.SILENT,
                    "The sound is silent: its loudest sample is at %s, expected at least %s"
                            .formatted(decibels(peak), decibels(SILENT_BELOW)));
        }
    }

    private static String decibels(double amplitude) {
        return amplitude == 0 ? "zero" : "%.1f dBFS".formatted(20 * Math.log10(amplitude));
    }
}
