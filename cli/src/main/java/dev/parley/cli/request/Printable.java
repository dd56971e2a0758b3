package dev.parley.cli.request;

import java.util.regex.Pattern;

/** What strangers wrote, made fit for somebody's terminal: nothing in it moves the cursor or turns the text around. */
public final class Printable {
    private static final int LONGEST = 200;

    /** Control characters of C0 and C1, ends of lines and paragraphs, and what changes the direction of writing. */
    private static final String CONTROLS = "[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]";

    private static final Pattern CONTROL = Pattern.compile(CONTROLS);
    /** Line ends of JSON may stay; in its strings there are none. */
    private static final Pattern CONTROL_IN_JSON = Pattern.compile("[" + CONTROLS + "&&[^\\n]]");

    /** A tab indents what was thrown. */
    private static final Pattern CONTROL_IN_LOG = Pattern.compile("[" + CONTROLS + "&&[^\\t]]");

    /** In one line of at most 200 characters; each control character is shown as U+FFFD. */
    public static String line(String text) {
        String shown = CONTROL.matcher(text).replaceAll("\ufffd");
        return shown.codePointCount(0, shown.length()) <= LONGEST
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    /** A line of a log, whole: each control character but tabs is shown as U+FFFD. */
    public static String ofLog(String line) {
        return CONTROL_IN_LOG.matcher(line).replaceAll("\ufffd");
    }

    /** The same JSON with its control characters written as escapes. */
    public static String json(String json) {
        return CONTROL_IN_JSON.matcher(json).replaceAll(found -> "\\\\u%04x"
                .formatted((int) found.group().charAt(0)));
    }

    private Printable() {}
}
