package dev.parley.speech.english;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Words that a dictionary does not list because they are made of one that it does. */
final class Endings {
    private static final int LEAST = 3;

    /** @param written behind the stem; where its last letter changed or went, {@code restored} takes its place */
    private record Ending(String written, String restored, String phones) {}

    private static final List<Ending> ENDINGS = List.of(
            new Ending("'ll", "", "ax l"),
            new Ending("'ve", "", "ax v"),
            new Ending("'re", "", "er"),
            new Ending("'d", "", "d"),
            new Ending("n't", "", "ax n t"),
            new Ending("'s", "", "s"),
            new Ending("ies", "y", "s"),
            new Ending("es", "", "s"),
            new Ending("s", "", "s"),
            new Ending("ied", "y", "d"),
            new Ending("ed", "e", "d"),
            new Ending("ed", "", "d"),
            new Ending("ing", "", "ih ng"),
            new Ending("ing", "e", "ih ng"),
            new Ending("er", "", "er"),
            new Ending("er", "e", "er"),
            new Ending("ers", "", "er z"),
            new Ending("est", "", "ax s t"),
            new Ending("ily", "y", "l iy"),
            new Ending("ly", "", "l iy"),
            new Ending("ness", "", "n ax s"),
            new Ending("less", "", "l ax s"),
            new Ending("ful", "", "f ax l"),
            new Ending("ment", "", "m ax n t"),
            new Ending("able", "", "ax b ax l"),
            new Ending("able", "e", "ax b ax l"),
            new Ending("ish", "", "ih sh"),
            new Ending("ism", "", "ih2 z ax m"),
            new Ending("ist", "", "ax s t"));

    private record Beginning(String written, String phones) {}

    private static final List<Beginning> BEGINNINGS = List.of(
            new Beginning("un", "ah2 n"),
            new Beginning("re", "r iy2"),
            new Beginning("non", "n aa2 n"),
            new Beginning("anti", "ae2 n t iy"),
            new Beginning("micro", "m ay2 k r ow"),
            new Beginning("multi", "m ah2 l t iy"),
            new Beginning("super", "s uw2 p er"),
            new Beginning("cyber", "s ay2 b er"),
            new Beginning("over", "ow2 v er"),
            new Beginning("under", "ah2 n d er"),
            new Beginning("mis", "m ih2 s"),
            new Beginning("pre", "p r iy2"));

    /** @param known how a stem is said, where that is known */
    static Optional<String> said(String word, Function<String, Optional<String>> known) {
        for (Ending ending : ENDINGS) {
            if (word.endsWith(ending.written)) {
                String start = word.substring(0, word.length() - ending.written.length());
                Optional<String> stem = stem(start + ending.restored, ending, known);
                if (stem.isPresent()) {
                    return stem.map(phones -> phones + " " + joined(phones, ending.phones));
                }
            }
        }
        for (Beginning beginning : BEGINNINGS) {
            if (word.startsWith(beginning.written) && word.length() >= beginning.written.length() + LEAST) {
                Optional<String> rest = known.apply(word.substring(beginning.written.length()));
                if (rest.isPresent()) {
                    return rest.map(phones -> beginning.phones + " " + phones);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> stem(String stem, Ending ending, Function<String, Optional<String>> known) {
        boolean contraction = ending.written.contains("'");
        if (stem.length() < (contraction ? 1 : LEAST)) {
            return Optional.empty();
        }
        Optional<String> found = known.apply(stem);
        int last = stem.length() - 1;
        boolean doubled = !contraction && last > 1 && stem.charAt(last) == stem.charAt(last - 1);
        if (found.isEmpty() && contraction) {
            return said(stem, known);
        }
        return found.isEmpty() && doubled ? known.apply(stem.substring(0, last)) : found;
    }

    /** An s or a d sounds as what is before it asks for. */
    private static String joined(String stem, String ending) {
        String last = stem.substring(stem.lastIndexOf(' ') + 1);
        boolean voiceless = List.of("p", "t", "k", "f", "th", "s", "sh", "ch").contains(last);
        if (ending.equals("s")) {
            boolean hisses = List.of("s", "z", "sh", "zh", "ch", "jh").contains(last);
            return hisses ? "ax z" : voiceless ? "s" : "z";
        }
        if (ending.equals("d")) {
            return last.equals("t") || last.equals("d") ? "ax d" : voiceless ? "t" : "d";
        }
        return ending;
    }

    private Endings() {}
}
