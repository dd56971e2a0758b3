package dev.parley.ops;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics that the services export, found in their sources, and those that queries ask for. */
final class MetricNames {
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9_]*)\"");
    private static final Pattern OURS = Pattern.compile("\\bparley_[a-z0-9_]+\\b");
    private static final Pattern RECORDED = Pattern.compile("\\bparley:[a-z0-9_:]+\\b");
    /** What the client library adds to a name, by the type of metric. */
    private static final List<String> ENDINGS = List.of("_total", "_bucket", "_count", "_sum");

    static Set<String> exported() {
        Set<String> names = new TreeSet<>();
        for (Path file : Repository.serviceSources()) {
            List<String> literals = LITERAL.matcher(Repository.text(file))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            for (String literal : literals) {
                if (literal.startsWith("parley_") && literal.endsWith("_")) {
                    // A prefix: the rest of each name stands in the same file.
                    literals.forEach(rest -> names.add(base(literal + rest)));
                } else if (literal.startsWith("parley_")) {
                    names.add(base(literal));
                }
            }
        }
        return names;
    }

    static Set<String> asked(String query) {
        Set<String> names = new TreeSet<>();
        OURS.matcher(query).results().map(MatchResult::group).forEach(name -> names.add(base(name)));
        return names;
    }

    /** What our Prometheus rules record. */
    static Set<String> recorded() {
        return new TreeSet<>(Repository.yaml("infra/prometheus/rules.yml").findValuesAsText("record"));
    }

    static Set<String> askedOfRules(String query) {
        return RECORDED.matcher(query).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String base(String name) {
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    private MetricNames() {}
}
