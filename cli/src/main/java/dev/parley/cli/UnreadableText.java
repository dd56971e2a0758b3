package dev.parley.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words that Java could not read: what is not in the locale's encoding arrives as U+FFFD, and a prompt, a label or the
 * name of a file would silently be another one. Happens under {@code LANG=C}, as cron, ssh and containers have it, where
 * this program was not started by its script.
 */
final class UnreadableText {
    private static final String LOST = "\uFFFD";
    private static final List<String> VARIABLES = List.of("HOME", "PARLEY_DATA", "PARLEY_URL", "PARLEY_MODELS");

    /** What to say of the first one; nothing where all can be read. */
    static Optional<String> in(List<String> args, Map<String, String> environment) {
        String encoding = System.getProperty("sun.jnu.encoding");
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).contains(LOST)) {
                return Optional.of(message("word %d, '%s',".formatted(i + 1, args.get(i)), encoding));
            }
        }
        return VARIABLES.stream()
                .filter(name -> environment.getOrDefault(name, "").contains(LOST))
                .findFirst()
                .map(name -> message("the variable " + name, encoding));
    }

    private static String message(String where, String encoding) {
        String unreadable = "%s cannot be read as %s, the encoding of this locale".formatted(where, encoding);
        return encoding.equals("UTF-8") ? unreadable : unreadable + "; set LC_ALL=C.UTF-8 and try again";
    }

    private UnreadableText() {}
}
