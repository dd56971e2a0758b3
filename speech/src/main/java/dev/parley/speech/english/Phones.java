package dev.parley.speech.english;

import java.util.List;
import java.util.Map;

/** The CMU dictionary's alphabet in that of Kokoro's American voices: one char for each, stress before the vowel. */
final class Phones {
    private static final Map<String, String> VOWELS = Map.ofEntries(
            Map.entry("aa", "ɑ"),
            Map.entry("ae", "æ"),
            Map.entry("ah", "ʌ"),
            Map.entry("ao", "ɔ"),
            Map.entry("aw", "W"),
            Map.entry("ax", "ə"),
            Map.entry("ay", "I"),
            Map.entry("eh", "ɛ"),
            Map.entry("er", "ɜɹ"),
            Map.entry("ey", "A"),
            Map.entry("ih", "ɪ"),
            Map.entry("iy", "i"),
            Map.entry("ow", "O"),
            Map.entry("oy", "Y"),
            Map.entry("uh", "ʊ"),
            Map.entry("uw", "u"));

    private static final Map<String, String> CONSONANTS = Map.ofEntries(
            Map.entry("ch", "ʧ"),
            Map.entry("dh", "ð"),
            Map.entry("g", "ɡ"),
            Map.entry("hh", "h"),
            Map.entry("jh", "ʤ"),
            Map.entry("ng", "ŋ"),
            Map.entry("r", "ɹ"),
            Map.entry("sh", "ʃ"),
            Map.entry("th", "θ"),
            Map.entry("y", "j"),
            Map.entry("zh", "ʒ"));

    static boolean isVowel(String phone) {
        return VOWELS.containsKey(plain(phone));
    }

    private static String plain(String phone) {
        char last = phone.charAt(phone.length() - 1);
        return Character.isDigit(last) ? phone.substring(0, phone.length() - 1) : phone;
    }

    private static boolean isUnstressedVowel(List<String> phones, int at) {
        return at < phones.size() && isVowel(phones.get(at)) && !phones.get(at).matches(".*[12]");
    }

    /** @param phones with {@link Stress} marked */
    static String american(List<String> phones) {
        StringBuilder said = new StringBuilder();
        for (int at = 0; at < phones.size(); at++) {
            String phone = phones.get(at);
            String vowel = VOWELS.get(plain(phone));
            if (vowel == null) {
                said.append(isTapped(phones, at) ? "ɾ" : CONSONANTS.getOrDefault(phone, phone));
            } else if (phone.endsWith("1") || phone.endsWith("2")) {
                said.append(phone.endsWith("1") ? 'ˈ' : 'ˌ').append(vowel);
            } else {
                said.append(unstressed(phones, at, vowel));
            }
        }
        return said.toString();
    }

    private static String unstressed(List<String> phones, int at, String vowel) {
        if (plain(phones.get(at)).equals("er")) {
            return "əɹ";
        }
        if (vowel.equals("ə") && isEnding(phones, at)) {
            return "ᵻ";
        }
        return vowel.equals("ə") && isSwallowed(phones, at) ? "ᵊ" : vowel;
    }

    /** Of "boxes" and "wanted". */
    private static boolean isEnding(List<String> phones, int at) {
        if (at == 0 || at + 2 != phones.size()) {
            return false;
        }
        String before = phones.get(at - 1);
        return switch (phones.get(at + 1)) {
            case "z" -> List.of("s", "z", "sh", "zh", "ch", "jh").contains(before);
            case "d" -> List.of("t", "d").contains(before);
            default -> false;
        };
    }

    /** Hardly a vowel: between a stop or hiss and an l or n that no vowel follows, as in "model" and "button". */
    private static boolean isSwallowed(List<String> phones, int at) {
        if (at == 0 || at + 1 >= phones.size() || at + 2 < phones.size() && isVowel(phones.get(at + 2))) {
            return false;
        }
        String before = phones.get(at - 1);
        String behind = phones.get(at + 1);
        return behind.equals("l")
                        && List.of("t", "d", "s", "z", "p", "b", "k", "g", "f", "v")
                                .contains(before)
                || behind.equals("n") && List.of("t", "d", "s", "z").contains(before);
    }

    /** A t between vowels, the second without stress, as in "city" and "party". */
    private static boolean isTapped(List<String> phones, int at) {
        if (!phones.get(at).equals("t") || at == 0 || !isUnstressedVowel(phones, at + 1)) {
            return false;
        }
        String before = phones.get(at - 1);
        boolean syllabicN = at + 2 < phones.size()
                && phones.get(at + 1).equals("ax")
                && phones.get(at + 2).equals("n");
        return !syllabicN && (isVowel(before) || before.equals("r"));
    }

    private Phones() {}
}
