package dev.parley.speech.lips;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The alphabets in which voices name their phonemes, in IPA. */
final class PhonemeNames {
    /** FreeTTS's: those of the CMU dictionary in lower case. The other consonants are written alike in both. */
    private static final Map<String, String> ARPABET = Map.ofEntries(
            Map.entry("aa", "ɑ"),
            Map.entry("ae", "æ"),
            Map.entry("ah", "ʌ"),
            Map.entry("ao", "ɔ"),
            Map.entry("aw", "aʊ"),
            Map.entry("ax", "ə"),
            Map.entry("ay", "aɪ"),
            Map.entry("ch", "tʃ"),
            Map.entry("dh", "ð"),
            Map.entry("eh", "ɛ"),
            Map.entry("er", "ɝ"),
            Map.entry("ey", "eɪ"),
            Map.entry("hh", "h"),
            Map.entry("ih", "ɪ"),
            Map.entry("iy", "i"),
            Map.entry("jh", "dʒ"),
            Map.entry("ng", "ŋ"),
            Map.entry("ow", "oʊ"),
            Map.entry("oy", "ɔɪ"),
            Map.entry("r", "ɹ"),
            Map.entry("sh", "ʃ"),
            Map.entry("th", "θ"),
            Map.entry("uh", "ʊ"),
            Map.entry("uw", "u"),
            Map.entry("y", "j"),
            Map.entry("zh", "ʒ"));

    /** Kokoro's: IPA, but for sounds that it has in one char. */
    private static final Map<String, String> IN_ONE = Map.ofEntries(
            Map.entry("A", "eɪ"),
            Map.entry("I", "aɪ"),
            Map.entry("O", "oʊ"),
            Map.entry("Q", "əʊ"),
            Map.entry("S", "s"),
            Map.entry("W", "aʊ"),
            Map.entry("Y", "ɔɪ"),
            Map.entry("ʣ", "dz"),
            Map.entry("ʤ", "dʒ"),
            Map.entry("ʥ", "dʑ"),
            Map.entry("ʦ", "ts"),
            Map.entry("ʧ", "tʃ"),
            Map.entry("ʨ", "tɕ"),
            Map.entry("ᵊ", "ə"));

    /** A sentence's. Every vowel of the dictionary's alphabet has two letters, and no phoneme of Kokoro's has. */
    static List<String> ipa(List<String> sentence) {
        boolean arpabet = sentence.stream().anyMatch(name -> name.length() == 2 && ARPABET.containsKey(name));
        return sentence.stream()
                .map(name -> arpabet ? ARPABET.getOrDefault(name, name) : inLetters(name))
                .toList();
    }

    private static String inLetters(String name) {
        return name.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> IN_ONE.getOrDefault(letter, letter))
                .collect(Collectors.joining());
    }

    private PhonemeNames() {}
}
