package dev.parley.multitalk.internal.text;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbescape.html.HtmlEscape;

/**
 * Makes a prompt what the text encoder was trained on: repaired as ftfy's {@code fix_text} does by default, HTML
 * entities resolved twice, whitespace collapsed. Case is kept. Of ftfy's repairs of wrongly decoded text, those of
 * UTF-8 read as Latin-1 or Windows-1252 are here ({@link Mojibake}), those of rarer encodings are not.
 *
 * @see <a href="https://ftfy.readthedocs.io/en/latest/explain.html">what ftfy does</a>
 */
public final class TextCleaner {
    private static final Pattern ENTITY = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\\x1b\\[[\\d;]*[a-zA-Z]");
    private static final Pattern WIDE_OR_NARROW = Pattern.compile("[\\u3000\\uff01-\\uffef]+");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\\u02bc\\u2018-\\u201b]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\\u201c-\\u201f]");
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\r\\u2028\\u2029\\u0085]");
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\u206a-\\u206f\\ufeff\\ufff9-\\ufffc]");
    /** A half of a pair that stands alone; in pairs the pattern sees the character. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private static final Pattern SPACE = Pattern.compile("[\\s\\x1c-\\x1f]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Map<String, String> LIGATURES = Map.ofEntries(
            Map.entry("\u0132", "IJ"),
            Map.entry("\u0133", "ij"),
            Map.entry("\u0149", "\u02bcn"),
            Map.entry("\u01f1", "DZ"),
            Map.entry("\u01f2", "Dz"),
            Map.entry("\u01f3", "dz"),
            Map.entry("\u01c4", "D\u017d"),
            Map.entry("\u01c5", "D\u017e"),
            Map.entry("\u01c6", "d\u017e"),
            Map.entry("\u01c7", "LJ"),
            Map.entry("\u01c8", "Lj"),
            Map.entry("\u01c9", "lj"),
            Map.entry("\u01ca", "NJ"),
            Map.entry("\u01cb", "Nj"),
            Map.entry("\u01cc", "nj"),
            Map.entry("\ufb00", "ff"),
            Map.entry("\ufb01", "fi"),
            Map.entry("\ufb02", "fl"),
            Map.entry("\ufb03", "ffi"),
            Map.entry("\ufb04", "ffl"),
            Map.entry("\ufb05", "\u017ft"),
            Map.entry("\ufb06", "st"));
    private static final Pattern LIGATURE = Pattern.compile("[" + String.join("", LIGATURES.keySet()) + "]");

    /** Repairs feed each other; texts that never settle were made to. */
    private static final int MOST_ROUNDS = 16;

    private TextCleaner() {}

    public static String clean(String text) {
        String unescaped = HtmlEscape.unescapeHtml(HtmlEscape.unescapeHtml(fix(text)));
        return SPACE.matcher(unescaped).replaceAll(" ").strip();
    }

    private static String fix(String text) {
        String fixed = text;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String before = fixed;
            fixed = fixOnce(before);
            if (fixed.equals(before)) {
                break;
            }
        }
        return fixed;
    }

    private static String fixOnce(String text) {
        String x = text;
        if (!x.contains("<")) { // text that has tags is HTML on purpose
            x = ENTITY.matcher(x).replaceAll(entity -> quoted(HtmlEscape.unescapeHtml(entity.group())));
        }
        x = TERMINAL_ESCAPE.matcher(x).replaceAll("");
        x = Mojibake.repair(x);
        x = LIGATURE.matcher(x).replaceAll(letter -> LIGATURES.get(letter.group()));
        x = WIDE_OR_NARROW
                .matcher(x)
                .replaceAll(run -> quoted(Normalizer.normalize(run.group(), Normalizer.Form.NFKC)));
        x = SINGLE_QUOTE.matcher(x).replaceAll("'");
        x = DOUBLE_QUOTE.matcher(x).replaceAll("\"");
        x = LINE_BREAK.matcher(x).replaceAll("\n");
        x = LONE_SURROGATE.matcher(x).replaceAll("\ufffd");
        x = CONTROL.matcher(x).replaceAll("");
        return Normalizer.normalize(x, Normalizer.Form.NFC);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
