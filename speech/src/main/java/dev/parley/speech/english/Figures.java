package dev.parley.speech.english;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** Numbers that are neither dates nor amounts of something. */
final class Figures {
    private static final Map<String, String> PARTS = Map.of("2", "half", "4", "quarter");
    private static final Map<Character, Integer> ROMAN = Map.of('I', 1, 'V', 5, 'X', 10, 'L', 50, 'C', 100);
    private static final String ROMAN_NUMBER = "(?=[IVXLC])((?:X[LC]|L?X{0,3})(?:IX|IV|V?I{0,3}))\\b(?!')";

    private static final List<Rewrite> PHONES = List.of(
            Rewrite.of(
                    "(?<![\\w.-])(?:\\+?(1)[- .])?\\(?(\\d{3})\\)?[- .](\\d{3})[-.](\\d{4})\\b",
                    phone -> (phone.group(1) == null ? "" : "one, ") + Numerals.oneByOne(phone.group(2)) + ", "
                            + Numerals.oneByOne(phone.group(3)) + ", " + Numerals.oneByOne(phone.group(4))),
            Rewrite.of(
                    "(?<![\\w.-])(\\d{3})-(\\d{4})\\b(?!-)",
                    phone -> Numerals.oneByOne(phone.group(1)) + ", " + Numerals.oneByOne(phone.group(2))));

    private static final List<Rewrite> REWRITES = List.of(
            Rewrite.of(
                    "\\b(King|Queen|Pope|Henry|Louis|Elizabeth|George|Charles|Edward|James|Richard|William|Philip"
                            + "|Paul|Pius|Benedict|Catherine|Napoleon|Nicholas|Peter|Alexander|Frederick) "
                            + ROMAN_NUMBER,
                    ruler -> "%s the %s".formatted(ruler.group(1), Numerals.ordinal(roman(ruler.group(2))))),
            Rewrite.of(
                    "\\b(War|Chapter|Part|Act|Scene|Volume|Phase|Type|Class|Section|Bowl|Article|Title|Grade|Book"
                            + "|Episode|Stage|Level|Mark|Apollo|Rocky|Final Fantasy) " + ROMAN_NUMBER,
                    part -> "%s %s".formatted(part.group(1), Numerals.cardinal(roman(part.group(2))))),
            Rewrite.of("\\b24/7\\b", "twenty four seven"),
            Rewrite.of("\\b9/11\\b", "nine eleven"),
            Rewrite.of("(?<![\\d./])(?:(\\d+) )?(\\d{1,3})/(\\d{1,3})(?![\\d/])", Figures::fraction),
            Rewrite.of("\\b(\\d[\\d,]*)(?:st|nd|rd|th)\\b", place -> Numerals.ordinal(place.group(1))),
            Rewrite.of(
                    "\\b(\\d+(?:\\.\\d+){2,})\\b",
                    version -> String.join(
                            " point ",
                            List.of(version.group(1).split("\\.")).stream()
                                    .map(Numerals::cardinal)
                                    .toList())),
            Rewrite.of(
                    "\\b(\\d{1,3}):(\\d{1,3})\\b",
                    ratio -> Numerals.cardinal(ratio.group(1)) + " to " + Numerals.cardinal(ratio.group(2))),
            Rewrite.of("(?<=\\d)-(?=\\d)", " to "),
            Rewrite.of(
                    "(?<![\\w.,])(1[1-9]\\d\\d|20\\d\\d)(?![\\d]|[.,]\\d)(?! [a-z]+s\\b)",
                    year -> Numerals.year(year.group(1))),
            Rewrite.of(
                    "(?i:(?<=\\b(?:in|since|by|from|until|of|year|to|after|before|around|circa|early|late) ))"
                            + "(1[1-9]\\d\\d|20\\d\\d)(?![\\d]|[.,]\\d)",
                    year -> Numerals.year(year.group(1))),
            Rewrite.of("(?<=[A-Za-z])-?(?=\\d)|(?<=\\d)-?(?=[A-Za-z])", " "),
            Rewrite.of("(?<=[\\d)]) ?/ ?(?=[\\d(])", " over "),
            Rewrite.of("(?<!\\w)-(?=\\.?\\d)", "minus "),
            Rewrite.of(
                    "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d*\\.\\d+|\\d+",
                    number -> " " + Numerals.decimal(number.group()) + " "));

    /** Numbers to call, figure by figure. */
    static String phones(String text) {
        return Rewrite.all(PHONES, text);
    }

    static String inWords(String text) {
        return Rewrite.all(REWRITES, text);
    }

    private static String fraction(MatchResult found) {
        String over = found.group(2);
        String under = found.group(3);
        String whole = found.group(1) == null ? "" : Numerals.cardinal(found.group(1)) + " and ";
        int parts = Integer.parseInt(under);
        if (parts < 2 || parts > 100) {
            return whole + Numerals.cardinal(over) + " over " + Numerals.cardinal(under);
        }
        String part = PARTS.getOrDefault(under, Numerals.ordinal(under));
        if (over.equals("1")) {
            return (whole.isEmpty() ? "one " : whole + "a ") + part;
        }
        return whole + Numerals.cardinal(over) + " " + (part.equals("half") ? "halves" : part + "s");
    }

    private static String roman(String letters) {
        int number = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = ROMAN.get(letters.charAt(i));
            boolean less = i + 1 < letters.length() && ROMAN.get(letters.charAt(i + 1)) > value;
            number += less ? -value : value;
        }
        return Integer.toString(number);
    }

    private Figures() {}
}
