package dev.parley.quality;

import java.util.Map;

/** FreeTTS's names of phonemes, those of the CMU dictionary in lower case, in IPA. */
final class Arpabet {
    private static final Map<String, String> IPA = Map.ofEntries(
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

    /** The other consonants are written alike in both. */
    static String ipa(String phoneme) {
        return IPA.getOrDefault(phoneme, phoneme);
    }

    private Arpabet() {}
}
