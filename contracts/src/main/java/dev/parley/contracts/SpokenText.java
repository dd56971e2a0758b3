package dev.parley.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text to speak, as {@link RenderRequest.Speaker#text} has it: one turn per line, {@code [pause 0.8]} between words.
 */
public final class SpokenText {
    /** The longest silence that a text may ask for, in seconds. */
    public static final double LONGEST_PAUSE = 60;

    static final Pattern PAUSE = Pattern.compile("(?i)\\[\\s*pause\\b([^\\[\\]\\n]*)]");

    /**
     * Words, and the silence after them.
     *
     * @param offset of the words in the line, in chars
     * @param words may be blank
     * @param pauseSeconds 0 where there is none
     */
    public record Part(int offset, String words, double pauseSeconds) {}

    /** The turns of one person; an empty one has been left to the next. */
    public static List<String> turns(String text) {
        return List.of(text.split("\n", -1));
    }

    /** @param turn a line of a text that {@link RequestReader} let pass */
    public static List<Part> parts(String turn) {
        List<Part> parts = new ArrayList<>();
        Matcher pause = PAUSE.matcher(turn);
        int start = 0;
        while (pause.find()) {
            parts.add(new Part(start, turn.substring(start, pause.start()), seconds(pause.group(1))));
            start = pause.end();
        }
        parts.add(new Part(start, turn.substring(start), 0));
        return parts;
    }

    /** NaN where it is no length of a pause. */
    static double seconds(String written) {
        String number = written.strip().replaceFirst("(?i)\\s*s(ec(onds?)?)?$", "");
        if (!number.matches("[0-9]{1,4}([.][0-9]{1,6})?")) {
            return Double.NaN;
        }
        double seconds = Double.parseDouble(number);
        return seconds > 0 && seconds <= LONGEST_PAUSE ? seconds : Double.NaN;
    }

    static boolean hasWords(String text) {
        return text.codePoints().anyMatch(symbol -> Character.isLetterOrDigit(symbol) || isSign(symbol));
    }

    /** What a voice will be asked about: if it cannot say it, that is worth a better word than "empty". */
    private static boolean isSign(int symbol) {
        return switch (Character.getType(symbol)) {
            case Character.OTHER_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.PRIVATE_USE -> !Character.isWhitespace(symbol);
            default -> "%&@#*_".indexOf(symbol) >= 0;
        };
    }

    private SpokenText() {}
}
