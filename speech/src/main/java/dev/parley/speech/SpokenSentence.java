package dev.parley.speech;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A sentence that was spoken.
 *
 * @param samples one channel in [-1, 1]; not copied
 * @param rate samples per second
 * @param words in the order in which they are heard; empty where the synthesizer does not tell
 * @param phonemes likewise
 */
public record SpokenSentence(float[] samples, int rate, List<Timed> words, List<Timed> phonemes) {
    public SpokenSentence {
        requireNonNull(samples, "samples");
        if (rate < 1) {
            throw new IllegalArgumentException("A rate is at least 1, not " + rate);
        }
        words = List.copyOf(words);
        phonemes = List.copyOf(phonemes);
    }

    public double seconds() {
        return (double) samples.length / rate;
    }

    /** A word or phoneme, and from when to when it is heard, in seconds from the beginning. */
    public record Timed(String text, double start, double end) {
        public Timed {
            requireNonNull(text, "text");
            if (!(0 <= start && start <= end)) {
                throw new IllegalArgumentException(
                        "'%s' cannot be heard from %s s to %s s".formatted(text, start, end));
            }
        }

        /** The same, {@code seconds} later. */
        public Timed later(double seconds) {
            return new Timed(text, start + seconds, end + seconds);
        }
    }
}
