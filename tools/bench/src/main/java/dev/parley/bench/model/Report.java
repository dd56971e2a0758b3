package dev.parley.bench.model;

import java.util.Locale;

/** Lines on standard output, one a figure, with a point in the numbers whatever the machine's language. */
public final class Report {
    private Report() {}

    public static void line(String format, Object... values) {
        System.out.println(text(format, values));
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
