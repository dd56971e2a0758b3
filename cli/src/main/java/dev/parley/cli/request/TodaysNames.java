package dev.parley.cli.request;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line in today's names.
 *
 * @param args what it says
 * @param typed how each option that has another name today was typed, by that name
 * @param unused options that were typed and mean nothing to a farm
 */
public record TodaysNames(List<String> args, Map<String, String> typed, List<String> unused) {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

    public TodaysNames {
        args = List.copyOf(args);
        typed = Map.copyOf(typed);
        unused = List.copyOf(unused);
    }

    /** {@code message} with the options as they were typed. */
    public String asTyped(String message) {
        return OPTION.matcher(message)
                .replaceAll(found -> Matcher.quoteReplacement(typed.getOrDefault(found.group(), found.group())));
    }
}
