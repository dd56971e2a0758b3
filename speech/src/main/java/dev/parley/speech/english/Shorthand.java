package dev.parley.speech.english;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Abbreviations with a full stop, addresses of the web, initials. */
final class Shorthand {
    private static final Map<String, String> FULL = Table.map("abbreviations.txt");

    private static final String TOP_DOMAINS = "com|org|net|edu|gov|io|dev|ai|co|uk|de|fr|eu|us|info|tv|me|app";

    private static final List<Rewrite> REWRITES = List.of(
            Rewrite.of("\\bhttps? ?: ?/ ?/ ?", ""),
            Rewrite.of("\\bwww\\.", "W W W dot "),
            Rewrite.of("(?<=[A-Za-z0-9])\\.(?=(?:[a-z0-9-]+\\.)*(?:" + TOP_DOMAINS + ")\\b)", " dot "),
            Rewrite.of("\\bSt\\.?(?= [A-Z])", "Saint"),
            Rewrite.of("(?<=[a-z\\d] )St\\b\\.", "Street"),
            Rewrite.of("\\bDr\\.?(?= [A-Z])", "Doctor"),
            Rewrite.of("(?<=[a-z] )Dr\\b\\.", "Drive"),
            Rewrite.of("\\bNo\\. ?(?=\\d)", "number "),
            Rewrite.of("\\b(?:p|pg)\\. ?(?=\\d)", "page "),
            Rewrite.of("\\bpp\\. ?(?=\\d)", "pages "),
            Rewrite.of("\\bPh\\.? ?D\\b\\.?", "P H D"),
            Rewrite.of(
                    "(?<![A-Za-z])(" + names() + ")\\.(?=(\\s*$)?)",
                    name -> FULL.get(name.group(1)) + (name.group(2) == null ? "" : ".")),
            // Initials, one by one: U.S., J. R. R.
            Rewrite.of(
                    "\\b((?:[A-Za-z]\\.){2,})(?=(\\s*$)?)",
                    initials -> initials.group(1).replace(".", " ").strip().toUpperCase(Locale.ROOT)
                            + (initials.group(2) == null ? "" : ".")),
            Rewrite.of(
                    "(?<=(?:^|\\b[A-Z] |\\b[A-Z]\\. |\\b[A-Z][a-z]{1,20} ))([A-Z])\\.(?= [A-Z])",
                    initial -> initial.group(1)));

    static String inWords(String text) {
        return Rewrite.all(REWRITES, text);
    }

    private static String names() {
        return FULL.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }

    private Shorthand() {}
}
