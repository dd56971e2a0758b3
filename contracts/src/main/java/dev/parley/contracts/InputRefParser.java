package dev.parley.contracts;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link InputRef}s. */
final class InputRefParser {
    private static final String EXPECTED = "expected 'inputs/<sha256>' of an upload, an http(s) URL, or a 'data:' URI";
    private static final Pattern PART = Pattern.compile("part:([A-Za-z0-9][A-Za-z0-9._-]{0,63})");

    static InputRef parse(String text) {
        if (ObjectKeys.isInput(text)) {
            return new InputRef.Stored(text);
        }
        String scheme = text.substring(0, Math.max(0, text.indexOf(':'))).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "https" -> url(text);
            case "data" -> data(text);
            case "part" -> part(text);
            default -> throw refused("found " + Found.text(text));
        };
    }

    private static InputRef url(String text) {
        try {
            return new InputRef.Url(WebUrl.parse(text));
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private static InputRef data(String text) {
        try {
            return DataUri.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private static InputRef part(String text) {
        Matcher name = PART.matcher(text);
        if (!name.matches()) {
            throw refused(
                    "found %s, whose name is not 1 to 64 letters, digits, '.', '_' or '-'".formatted(Found.text(text)));
        }
        return new InputRef.Part(name.group(1));
    }

    private static IllegalArgumentException refused(String found) {
        return new IllegalArgumentException(found + ", " + EXPECTED);
    }

    private InputRefParser() {}
}
