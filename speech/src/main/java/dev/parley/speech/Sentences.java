package dev.parley.speech;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Cuts a text into what is said in one breath: sentences, and parts of those that are too long for one. Every word of the
 * text is in exactly one of them.
 */
public final class Sentences {
    /** Half a minute of speech. */
    static final int LONGEST = 400;

    /** A full stop behind these ends no sentence. */
    private static final Pattern ABBREVIATED = Pattern.compile(
            "(?i:(.*\\W)?(mr|mrs|ms|dr|prof|st|sr|jr|vs|no|fig|gen|col|capt|sgt|rev|hon|e\\.g|i\\.e|cf|approx))\\.\\s*"
                    + "|(.*\\W)?[A-Z]\\.\\s*",
            Pattern.DOTALL);

    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.US);
        breaks.setText(text);
        StringBuilder sentence = new StringBuilder();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            sentence.append(text, start, end);
            if (!ABBREVIATED.matcher(sentence).matches()) {
                add(sentences, sentence);
            }
        }
        add(sentences, sentence);
        return sentences;
    }

    private static void add(List<String> sentences, StringBuilder sentence) {
        String rest = sentence.toString().strip();
        sentence.setLength(0);
        while (rest.length() > LONGEST) {
            int end = breath(rest);
            addSpoken(sentences, rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        addSpoken(sentences, rest);
    }

    /** Punctuation alone joins what is before it. */
    private static void addSpoken(List<String> sentences, String part) {
        if (part.codePoints().anyMatch(Character::isLetterOrDigit)) {
            sentences.add(part);
        } else if (!part.isEmpty() && !sentences.isEmpty()) {
            sentences.set(sentences.size() - 1, sentences.get(sentences.size() - 1) + " " + part);
        }
    }

    /** Where a long sentence may be interrupted: behind a comma or the like, else between words, else anywhere. */
    private static int breath(String sentence) {
        int word = 0;
        for (int i = LONGEST - 1; i > 0; i--) {
            if (Character.isWhitespace(sentence.charAt(i))) {
                word = Math.max(word, i);
                if (i > LONGEST / 4 && ",;:".indexOf(sentence.charAt(i - 1)) >= 0) {
                    return i;
                }
            }
        }
        if (word > 0) {
            return word;
        }
        return Character.isLowSurrogate(sentence.charAt(LONGEST)) ? LONGEST - 1 : LONGEST;
    }

    private Sentences() {}
}
