package dev.parley.speech;

import static java.util.Objects.requireNonNull;

/**
 * A word that a voice cannot say.
 *
 * @param offset where it begins in the text, in chars
 * @param reason what is wrong with it, as {@code "the symbol '*' (ASTERISK) cannot be spoken"}
 */
public record Unsayable(int offset, String word, String reason) {
    public Unsayable {
        requireNonNull(word, "word");
        requireNonNull(reason, "reason");
    }
}
