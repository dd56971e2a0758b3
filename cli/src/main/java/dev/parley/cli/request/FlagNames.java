package dev.parley.cli.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of a request under the names of the options they come from. */
final class FlagNames {
    private static final Pattern SPEAKER = Pattern.compile("(?:speakers|turns)\\[(\\d+)].*");
    private static final Pattern PART_OF_TURN = Pattern.compile("turns\\[\\d+][.](\\w+)");
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    /** The option of {@code path}, with which of several it was; the path itself where there is none. */
    static String of(String path) {
        String field = INDEX.matcher(path).replaceAll("[]");
        // What is wrong with a speaker as a whole is wrong with the voice.
        String asked = field.equals("speakers") || field.equals("speakers[]") ? "speakers[].audio" : field;
        Matcher speaker = SPEAKER.matcher(path);
        String which = speaker.matches() ? " #" + (Integer.parseInt(speaker.group(1)) + 1) : "";
        Matcher turn = PART_OF_TURN.matcher(path); // a turn is one option with several fields
        String part = turn.matches() ? " " + turn.group(1) : "";
        return OptionFields.optionOf(asked).map(option -> option + which + part).orElse(path);
    }

    private FlagNames() {}
}
