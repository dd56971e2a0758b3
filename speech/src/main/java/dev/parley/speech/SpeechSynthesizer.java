package dev.parley.speech;

import java.util.List;

/**
 * Speaks text. The same voice and sentence give the same samples, bit by bit, on the same machine. Implementations may be
 * called by many threads.
 */
public interface SpeechSynthesizer {
    /** Those that it can speak with; the same all its life. */
    List<SpeechVoice> voices();

    /** What {@code voice} cannot say of {@code text}: each word once, in order; empty if it can say all. */
    List<Unsayable> unsayable(String voice, String text);

    /**
     * Speaks one sentence, as {@link Sentences} makes them: what is longer than that costs memory.
     *
     * @param voice the name of one of {@link #voices()}
     * @throws SpeechException when it cannot be spoken
     */
    SpokenSentence speak(String voice, String sentence) throws SpeechException;
}
