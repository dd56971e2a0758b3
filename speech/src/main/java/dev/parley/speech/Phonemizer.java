package dev.parley.speech;

import java.util.List;

/** Knows how words of one language are said. Implementations may be called by many threads. */
public interface Phonemizer {
    /** What it cannot read of {@code text}: each word once, in order; empty if it can read all. */
    List<Unsayable> unsayable(String text);

    /**
     * How a sentence is said.
     *
     * @throws SpeechException when it cannot be read
     */
    List<PhoneticWord> read(String sentence) throws SpeechException;
}
