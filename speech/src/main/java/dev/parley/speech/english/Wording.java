package dev.parley.speech.english;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence as words and what is between them: no figure, sign or abbreviation is left.
 *
 * @param word letters and apostrophes, in the case in which they are written
 * @param letters whether they are said one by one
 * @param after punctuation and space behind it
 */
record Wording(String word, boolean letters, String after) {
    private static final Pattern TOKEN = Pattern.compile("([A-Za-z]+(?:'[A-Za-z]+)*'?)|(\\.{3}|[;:,.!?()]|\\s+|.)");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    /** All capitals, and no vowel to say it with or too short for a word. */
    private static final Pattern CAPITALS = Pattern.compile("([A-Z]{2,})('?s)?");

    private static final int SHORT = 3;

    Wording and(String more) {
        return new Wording(word, letters, after + more);
    }

    /** What cannot wait for {@link dev.parley.speech.SayableText}, which takes leading zeros for codes. */
    static String inCalendar(String written) {
        return Figures.phones(Calendar.inWords(written.replace('’', '\'')));
    }

    /** @param text of plain ASCII, as {@link dev.parley.speech.SayableText} leaves it */
    static List<Wording> of(String text, Lexicon lexicon) {
        String said = Figures.inWords(Amounts.inWords(Shorthand.inWords(text)));
        said = said.replace("$", " dollars ")
                .replaceAll("(?<=\\s)-+(?=\\s)", ",")
                .replace("/", " slash ");
        boolean shouted = isShouted(said);
        List<Wording> words = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(said);
        while (tokens.find()) {
            if (tokens.group(1) != null) {
                add(words, tokens.group(1), shouted, lexicon);
            } else if (!words.isEmpty()) {
                int last = words.size() - 1;
                words.set(last, words.get(last).and(between(tokens.group())));
            }
        }
        List<Wording> tidy = new ArrayList<>(words.stream().map(Wording::tidy).toList());
        if (!tidy.isEmpty()) {
            Wording last = tidy.remove(tidy.size() - 1);
            tidy.add(new Wording(last.word, last.letters, last.after.strip()));
        }
        return List.copyOf(tidy);
    }

    private static void add(List<Wording> words, String token, boolean shouted, Lexicon lexicon) {
        Matcher capitals = CAPITALS.matcher(token);
        if (!capitals.matches() || isWord(capitals.group(1), shouted, lexicon)) {
            String[] parts = lexicon.knows(token) ? new String[] {token} : CAMEL.split(token);
            for (int i = 0; i < parts.length; i++) {
                boolean letter = parts[i].length() == 1 && !parts[i].matches("[aAIO]");
                words.add(new Wording(parts[i], letter, i + 1 < parts.length ? " " : ""));
            }
            return;
        }
        String ending = capitals.group(2) == null ? "" : "'s";
        words.add(new Wording(capitals.group(1) + ending, true, ""));
    }

    private static boolean isWord(String capitals, boolean shouted, Lexicon lexicon) {
        boolean known = lexicon.knows(capitals);
        return lexicon.saysAsWord(capitals)
                || known && (shouted || capitals.length() > SHORT)
                || !known && capitals.length() > SHORT + 2;
    }

    /** Where most of it is in capitals they mean nothing. */
    private static boolean isShouted(String text) {
        long upper = text.chars().filter(Character::isUpperCase).count();
        long lower = text.chars().filter(Character::isLowerCase).count();
        return upper > 2 * lower && text.strip().contains(" ");
    }

    private static String between(String token) {
        if (token.equals("...")) {
            return "…";
        }
        return ";:,.!?()".contains(token) ? token : " ";
    }

    /** One mark and one space. */
    private Wording tidy() {
        String marks = after.replaceAll("\\s+", "");
        String closing = marks.replaceAll("[^)]", "");
        String mark = marks.replaceAll("[()]", "");
        String opening = marks.indexOf('(') >= 0 ? "(" : "";
        String one = mark.isEmpty() ? "" : mark.substring(0, 1);
        boolean spaced = !after.isEmpty();
        return new Wording(word, letters, (closing.isEmpty() ? "" : ")") + one + (spaced ? " " : "") + opening);
    }

    String lower() {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Whether a pause follows. */
    boolean endsPhrase() {
        return !after.isBlank();
    }
}
