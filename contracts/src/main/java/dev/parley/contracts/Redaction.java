package dev.parley.contracts;

import java.util.regex.Pattern;

/** Takes out of text for others, by its looks, what opens a door. */
public final class Redaction {
    /** A URL's query and who calls are often credentials. */
    private static final Pattern URL = Pattern.compile("(\\w+://)([^\\s/@]*@)?([^\\s?#\"'<>]*)([?#][^\\s\"'<>]*)?");

    /** A webhook's secret, a farm's key (but no setting's or metric's name), what is named as a secret. */
    private static final Pattern SECRET = Pattern.compile("(?i)(whsec_|(?-i:parley_(?=[a-z_]*\\d))|bearer "
            + "|(?:password|secret|token|key|session)[\"']?[=:] ?[\"']?)[^\\s,;\"']+");

    /** The same text with {@code ***} for each secret, and URLs without query and user. */
    public static String of(String text) {
        return SECRET.matcher(URL.matcher(text).replaceAll("$1$3")).replaceAll("$1***");
    }

    private Redaction() {}
}
