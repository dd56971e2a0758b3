package dev.parley.speech.english;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A word among the others of its sentence. */
record Context(List<Wording> words, int at) {
    private static final Set<String> BEFORE_VERBS = Set.of(
            "to",
            "will",
            "would",
            "can",
            "could",
            "shall",
            "should",
            "may",
            "might",
            "must",
            "do",
            "does",
            "did",
            "don't",
            "doesn't",
            "didn't",
            "can't",
            "cannot",
            "couldn't",
            "won't",
            "wouldn't",
            "shouldn't",
            "i",
            "you",
            "we",
            "they",
            "who",
            "let's",
            "let",
            "please",
            "us",
            "them",
            "i'll",
            "you'll",
            "we'll",
            "they'll",
            "he'll",
            "she'll",
            "it'll",
            "i'd",
            "you'd",
            "we'd",
            "they'd",
            "he'd",
            "she'd",
            "help",
            "helps",
            "helped",
            "he",
            "she",
            "it");
    private static final Set<String> BEFORE_NOUNS = Set.of(
            "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "no",
            "some", "any", "every", "each", "of", "for", "in", "on", "at", "with", "from", "by", "about", "new", "old",
            "first", "last", "good", "bad", "great", "big", "own", "one", "two", "three", "is", "was", "are", "were");
    private static final Set<String> BETWEEN = Set.of(
            "not",
            "never",
            "always",
            "also",
            "just",
            "only",
            "often",
            "sometimes",
            "usually",
            "still",
            "even",
            "all",
            "both",
            "then",
            "ever",
            "soon");
    private static final Set<String> DETERMINERS = Set.of(
            "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "it",
            "them", "him", "me", "us");

    /** The word so many places on, in lower case; empty beyond the ends. */
    String word(int distance) {
        int place = at + distance;
        return place < 0 || place >= words.size() ? "" : words.get(place).lower();
    }

    boolean isFirst() {
        return at == 0;
    }

    boolean isCapitalized() {
        return Character.isUpperCase(words.get(at).word().charAt(0));
    }

    /** Whether one of the words is anywhere else in the sentence. */
    boolean near(Set<String> others) {
        Set<String> found = new TreeSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (i != at) {
                found.add(words.get(i).lower());
            }
        }
        return others.stream().anyMatch(found::contains);
    }

    /** As far as the words around tell. */
    PartOfSpeech part() {
        String before = word(-1);
        if (before.endsWith("ly") || BETWEEN.contains(before)) {
            before = word(-2);
        }
        if (BEFORE_VERBS.contains(before)) {
            return PartOfSpeech.VERB;
        }
        if (BEFORE_NOUNS.contains(before)) {
            return PartOfSpeech.NOUN;
        }
        boolean hasObject = DETERMINERS.contains(word(1)) && !words.get(at).endsPhrase();
        return hasObject ? PartOfSpeech.VERB : PartOfSpeech.NOUN;
    }
}
