package dev.parley.speech;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

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

    /** What Unicode calls a symbol; its code point where it has no name. */
    public static String nameOf(int symbol) {
        return Optional.ofNullable(Character.getName(symbol)).orElse(String.format(Locale.ROOT, "U+%04X", symbol));
    }
}
