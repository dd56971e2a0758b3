package dev.parley.speech.english;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Words that are spelled alike and said differently. {@code heteronyms.txt} lists for each, one way a line, when it is
 * said so; the first line that holds counts.
 */
final class Heteronyms {
    private record Way(String phones, Predicate<Context> holds) {}

    private final Map<String, List<Way>> ways = new HashMap<>();

    Heteronyms() {
        for (String[] row : Table.rows("heteronyms.txt")) {
            Predicate<Context> holds = row.length < 3 ? context -> true : all(row[2]);
            for (String word : row[0].split(",")) {
                ways.computeIfAbsent(word, any -> new ArrayList<>()).add(new Way(row[1], holds));
            }
        }
    }

    Optional<List<String>> phones(Context context) {
        return ways.getOrDefault(context.word(0), List.of()).stream()
                .filter(way -> way.holds.test(context))
                .findFirst()
                .map(way -> List.of(way.phones.split(" ")));
    }

    private static Predicate<Context> all(String conditions) {
        Predicate<Context> all = context -> true;
        for (String condition : conditions.split(" ")) {
            all = all.and(one(condition));
        }
        return all;
    }

    private static Predicate<Context> one(String condition) {
        if (condition.startsWith("!")) {
            return one(condition.substring(1)).negate();
        }
        int colon = condition.indexOf(':');
        Set<String> words = colon < 0
                ? Set.of()
                : new HashSet<>(List.of(condition.substring(colon + 1).split(",")));
        return switch (colon < 0 ? condition : condition.substring(0, colon)) {
            case "verb" -> context -> context.part() == PartOfSpeech.VERB;
            case "capitalized" -> context -> !context.isFirst() && context.isCapitalized();
            case "ends" -> context -> context.words().get(context.at()).endsPhrase();
            case "prev" -> context -> words.contains(context.word(-1));
            case "before" -> context -> words.contains(context.word(-1)) || words.contains(context.word(-2));
            case "next" -> context -> words.contains(context.word(1));
            case "near" -> context -> context.near(words);
            default ->
                throw new IllegalArgumentException(
                        "heteronyms.txt knows no condition '%s'".formatted(condition.toLowerCase(Locale.ROOT)));
        };
    }
}
