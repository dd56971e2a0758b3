package dev.parley.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of any language with something in them that no language says: emoji, control characters, what is no character. */
final class Pictographs {
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Z}]+");
    private static final Pattern SAID =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{Sc}\\p{Sm}\\p{Sk}°©®\\u200B-\\u200D\\uFEFF]*");

    static List<Unsayable> in(String text) {
        List<Unsayable> faults = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group();
            Matcher said = SAID.matcher(word);
            if (said.lookingAt() && said.end() < word.length()) {
                int symbol = word.codePointAt(said.end());
                String name = Unsayable.nameOf(symbol);
                faults.add(new Unsayable(words.start(), word, "the symbol (%s) cannot be spoken".formatted(name)));
            }
        }
        return faults;
    }

    private Pictographs() {}
}
