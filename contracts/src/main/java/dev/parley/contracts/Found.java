package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;

/** Names what was found in a request, for a message: short, on one line, whatever somebody sent. */
final class Found {
    private static final int LONGEST = 80;

    static String text(String found) {
        return "'" + shortened(found) + "'";
    }

    static String shortened(String found) {
        StringBuilder shown = new StringBuilder();
        found.codePoints().limit(LONGEST).forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : '\ufffd'));
        return shown.append(found.codePointCount(0, found.length()) > LONGEST ? "..." : "")
                .toString();
    }

    static String node(JsonNode found) {
        return switch (found.getNodeType()) {
            case STRING -> text(found.textValue());
            case NUMBER, BOOLEAN -> found.asText().length() <= LONGEST ? found.asText() : "a very long number";
            case ARRAY -> "a list of %d".formatted(found.size());
            case OBJECT -> "an object";
            case NULL -> "null";
            default -> "nothing";
        };
    }

    /** A field's name as part of a path; a name that no field of ours could have is quoted. */
    static String name(String field) {
        boolean plain =
                field.length() <= LONGEST && field.chars().allMatch(c -> c == '_' || c == '-' || isLetterOrDigit(c));
        return plain && !field.isEmpty() ? field : text(field);
    }

    private static boolean isLetterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    private Found() {}
}
