package dev.parley.speech.english;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written one way and said in other words.
 *
 * @param words what is said for a match; null leaves it as it is
 */
record Rewrite(Pattern pattern, Function<MatchResult, String> words) implements UnaryOperator<String> {
    static Rewrite of(String regex, Function<MatchResult, String> words) {
        return new Rewrite(Pattern.compile(regex), words);
    }

    static Rewrite of(String regex, String words) {
        return of(regex, match -> words);
    }

    @Override
    public String apply(String text) {
        return pattern.matcher(text).replaceAll(match -> {
            String said = words.apply(match);
            return Matcher.quoteReplacement(said == null ? match.group() : said);
        });
    }

    static String all(List<Rewrite> rewrites, String text) {
        String said = text;
        for (Rewrite rewrite : rewrites) {
            said = rewrite.apply(said);
        }
        return said;
    }
}
