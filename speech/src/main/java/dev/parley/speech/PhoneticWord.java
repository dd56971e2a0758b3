package dev.parley.speech;

import static java.util.Objects.requireNonNull;

/**
 * A word and how it is said.
 *
 * @param text the word as it is read out: a number is a word by now
 * @param phonemes one char each, stress marks before the vowel they belong to; never empty
 * @param after what follows it: punctuation of {@code ;:,.!?—…()“”}, a space, both, or nothing
 */
public record PhoneticWord(String text, String phonemes, String after) {
    public PhoneticWord {
        requireNonNull(text, "text");
        requireNonNull(after, "after");
        if (phonemes.isEmpty()) {
            throw new IllegalArgumentException("Nothing is said of '%s'".formatted(text));
        }
    }
}
