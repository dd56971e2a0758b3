package dev.parley.speech.lips;

import static java.util.Objects.requireNonNull;

import dev.parley.speech.SpokenSentence.Timed;
import java.util.ArrayList;
import java.util.List;

/**
 * A sound, until the next one begins.
 *
 * @param begin in seconds
 * @param name in IPA; empty for a pause
 */
public record Phoneme(double begin, String name) {
    public Phoneme {
        requireNonNull(name, "name");
    }

    /**
     * A sentence's, in whatever alphabet its voice names them, with the pauses between them and the one after
     * them.
     *
     * @param said in the order in which they are heard
     */
    public static List<Phoneme> of(List<Timed> said) {
        List<String> names = PhonemeNames.ipa(said.stream().map(Timed::text).toList());
        List<Phoneme> phonemes = new ArrayList<>();
        double end = 0;
        for (int i = 0; i < names.size(); i++) {
            if (said.get(i).start() > end && !phonemes.isEmpty()) {
                phonemes.add(new Phoneme(end, ""));
            }
            // A mark that has a time of its own prolongs the sound before it.
            if (names.get(i).codePoints().anyMatch(Articulation::isSound)) {
                phonemes.add(new Phoneme(said.get(i).start(), names.get(i)));
            }
            end = said.get(i).end();
        }
        phonemes.add(new Phoneme(end, ""));
        return phonemes;
    }
}
