package dev.parley.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The words in the first bytes of an answer that was meant for people. */
public final class Words {
    private static final int LONGEST = 120;
    private static final Pattern HTML_BEGINS = Pattern.compile(
            "(?is)\\A[\\s\\x{feff}]*(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body|title|script|meta)\\b.*");
    private static final Pattern UNSEEN =
            Pattern.compile("(?is)<(script|style)\\b.*?(?:</\\1>|\\z)|<!--.*?(?:-->|\\z)");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*(?:>|\\z)");

    public static boolean isHtml(byte[] head) {
        return HTML_BEGINS.matcher(new String(head, StandardCharsets.UTF_8)).matches();
    }

    /** Without markup, on one line, cut; nothing where the bytes are no text. */
    public static String of(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8);
        if (text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
            return "";
        }
        String seen = TAG.matcher(UNSEEN.matcher(text).replaceAll(" ")).replaceAll(" ");
        String line =
                seen.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\s]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)).strip() + "...";
    }

    private Words() {}
}
