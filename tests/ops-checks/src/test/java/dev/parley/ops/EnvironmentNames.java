package dev.parley.ops;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The environment names that the services read, found in their sources. */
final class EnvironmentNames {
    /** {@code "parley.work.dir"} in Java, <code>${parley.work.dir:...}</code> in properties. */
    private static final Pattern PROPERTY = Pattern.compile("(?:\"|\\$\\{)(parley\\.[a-z0-9.-]+)[\":}]");

    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"(parley\\.[a-z0-9.-]+)\"\\)");
    private static final Pattern METHOD = Pattern.compile("(?m)^    [A-Z]?\\w+(?:<\\w+>)? (\\w+)\\(\\);");

    static Set<String> environmentNames() {
        Set<String> names = new TreeSet<>();
        for (Path file : Repository.serviceSources()) {
            String source = Repository.text(file);
            PROPERTY.matcher(source).results().forEach(found -> names.add(environmentName(found.group(1))));
            Matcher mapping = MAPPING.matcher(source);
            if (mapping.find()) {
                METHOD.matcher(source).results().forEach(method -> names.add(member(mapping, method)));
            }
        }
        return names;
    }

    private static String member(Matcher mapping, MatchResult method) {
        String kebab = method.group(1).replaceAll("([A-Z])", "-$1");
        return environmentName(mapping.group(1) + "." + kebab);
    }

    private static String environmentName(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT);
    }

    /** All names of ours in a text. */
    static Set<String> namesIn(String text) {
        return Pattern.compile("\\bPARLEY_[A-Z0-9_]+\\b")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private EnvironmentNames() {}
}
