package dev.parley.cli.support;

import dev.parley.contracts.Redaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What nobody else may read: told apart by the names of settings, taken out wherever it is written. */
final class KnownSecrets {
    static final String HIDDEN = "***";

    private static final Pattern NAME =
            Pattern.compile("(?i).*(secret|passw|token|key|credential|jaas|authoriz|cookie|otlp_(\\w+_)?headers).*");

    private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']+)[\"']");
    private static final int SHORTEST = 4;
    private static final int SHORTEST_PART = 8;
    private static final int LONGEST_LINE = 4000;

    /** Compose's access key, which is everybody's, and in each second word of a bundle. */
    private static final String NO_SECRET = "parley";

    /** The longest first: one may be part of another. */
    private final Set<String> values =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    static boolean isSecret(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whatever these settings name as a secret. */
    void addAll(Map<String, String> settings) {
        settings.forEach((name, value) -> {
            if (isSecret(name)) {
                add(value);
            }
        });
    }

    void addAll(Collection<String> secrets) {
        secrets.forEach(this::add);
    }

    private void add(String secret) {
        String value = secret.strip();
        if (value.length() >= SHORTEST && !value.equals(NO_SECRET)) {
            values.add(value);
        }
        // Kafka's login has words that are everybody's besides what it quotes.
        Matcher quoted = QUOTED.matcher(value);
        boolean quotes = false;
        while (quoted.find()) {
            quotes = true;
            addPart(quoted.group(1), SHORTEST);
        }
        if (!quotes) {
            // Several in one setting, as PARLEY_WEBHOOK_SECRET may have; the lines of a key; headers and their values.
            for (String part : value.split("[\\s,=]+")) {
                addPart(part.replaceFirst("^whsec_", ""), SHORTEST_PART);
            }
        }
    }

    private void addPart(String part, int shortest) {
        if (part.length() >= shortest && !part.equals(NO_SECRET)) {
            values.add(part);
        }
    }

    /** A line of text without them, and cut where it is endless. */
    String clean(String line) {
        String told = line;
        for (String value : values) {
            told = told.replace(value, HIDDEN);
        }
        // Only now: half a secret would not be known.
        return Redaction.of(told.length() <= LONGEST_LINE ? told : told.substring(0, LONGEST_LINE) + "...");
    }
}
