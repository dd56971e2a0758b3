package dev.parley.speech.english;

import java.util.List;

/**
 * American phonemes as a British voice says them: no r where no vowel follows, long vowels marked as such, the vowels of
 * "go", "trap" and "lot" its own. What differs word by word ("bath", "schedule") stays as it is.
 */
final class British {
    private static final String VOWEL = "[aɑɒæʌɔəɛɜɪiʊuAIOQWYᵊᵻ]";
    private static final String STRESS = "[ˈˌ]?";

    private static final List<Rewrite> REWRITES = List.of(
            Rewrite.of("ɾ", "t"),
            Rewrite.of("ɪɹ(?!" + STRESS + VOWEL + ")", "ɪə"),
            Rewrite.of("ʊɹ(?!" + STRESS + VOWEL + ")", "ɔː"),
            Rewrite.of("ɛɹ(?!" + STRESS + VOWEL + ")", "ɛː"),
            Rewrite.of("ɑɹ(?!" + STRESS + VOWEL + ")", "ɑː"),
            Rewrite.of("ɔɹ(?!" + STRESS + VOWEL + ")", "ɔː"),
            Rewrite.of("ɜɹ(?!" + STRESS + VOWEL + ")", "ɜː"),
            Rewrite.of("ɜɹ", "ɜːɹ"),
            Rewrite.of("əɹ(?!" + STRESS + VOWEL + ")", "ə"),
            Rewrite.of("ɑ(?![ːɹ])", "ɒ"),
            Rewrite.of("ɔ(?![ːɹ])", "ɔː"),
            Rewrite.of("(?<=[ˈˌ])([iu])(?!ː)", vowel -> vowel.group(1) + "ː"),
            Rewrite.of("O", "Q"),
            Rewrite.of("æ", "a"),
            Rewrite.of("(?<=[tdnsz])ju", "juː"));

    static String of(String american) {
        return Rewrite.all(REWRITES, american);
    }

    private British() {}
}
