package dev.parley.speech.english;

import com.sun.speech.freetts.en.us.CMULexicon;
import com.sun.speech.freetts.lexicon.LetterToSoundImpl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How words are said, in the alphabet of the CMU dictionary: that dictionary and letter-to-sound rules as FreeTTS brings
 * them, with a list of newer words of our own before them.
 */
final class Lexicon {
    private static final String DICTIONARY = "cmudict04_compiled.txt";
    private static final String RULES = "cmudict04_lts.bin";

    /** Words of a compound have at least so many letters. */
    private static final int LEAST = 3;

    /** By a word and a letter for its part of speech: 0 where it does not matter. */
    private final Map<String, String> words = readDictionary();

    private final Map<String, String> own = Table.map("words.txt");
    private final Set<String> saidAsWords = new HashSet<>();
    private final LetterToSoundImpl letters;

    Lexicon() {
        Table.rows("acronyms.txt").forEach(row -> saidAsWords.addAll(Arrays.asList(row[0].split(" "))));
        try {
            letters = new LetterToSoundImpl(CMULexicon.class.getResource(RULES), true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RULES, e);
        }
    }

    private static Map<String, String> readDictionary() {
        Map<String, String> words = new HashMap<>(1 << 18);
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(CMULexicon.class.getResourceAsStream(DICTIONARY), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("*")) {
                    words.putIfAbsent(
                            line.substring(0, tab), line.substring(tab + 1).strip());
                }
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + DICTIONARY, e);
        }
    }

    boolean knows(String word) {
        return find(word.toLowerCase(Locale.ROOT), PartOfSpeech.OTHER).isPresent();
    }

    /** Initials that make a word: NASA. */
    boolean saysAsWord(String capitals) {
        return saidAsWords.contains(capitals);
    }

    /** @param word in lower case */
    List<String> phones(String word, PartOfSpeech part) {
        String plain = word.endsWith("'") ? word.substring(0, word.length() - 1) : word;
        return List.of(find(plain, part)
                .or(() -> Endings.said(plain, stem -> find(stem, part)))
                .or(() -> compound(plain))
                .or(() -> name(plain))
                .orElseGet(() -> byLetters(plain))
                .split(" "));
    }

    private Optional<String> find(String word, PartOfSpeech part) {
        String mine = own.get(word);
        if (mine != null) {
            return Optional.of(mine);
        }
        for (char tag : part.tags()) {
            String phones = words.get(word + tag);
            if (phones != null) {
                return Optional.of(phones);
            }
        }
        return Optional.empty();
    }

    /** Two words in one: the first has the stress. */
    private Optional<String> compound(String word) {
        for (int split = word.length() - LEAST; split >= LEAST; split--) {
            Optional<String> first = find(word.substring(0, split), PartOfSpeech.NOUN);
            Optional<String> second = find(word.substring(split), PartOfSpeech.NOUN);
            if (first.isPresent() && second.isPresent()) {
                return Optional.of(first.get() + " " + second.get().replace('1', '2'));
            }
        }
        return Optional.empty();
    }

    /** McGregor and MacArthur, whose rest is a name of its own. */
    private Optional<String> name(String word) {
        if (word.startsWith("mc") && word.length() > LEAST + 1) {
            String rest = word.substring(2);
            return Optional.of("m ax k " + find(rest, PartOfSpeech.NOUN).orElseGet(() -> byLetters(rest)));
        }
        return Optional.empty();
    }

    private String byLetters(String word) {
        String bare = word.replaceAll("[^a-z]", "");
        String[] phones;
        synchronized (letters) {
            phones = letters.getPhones(bare, null);
        }
        String said = String.join(" ", phones);
        return said.contains("1") ? said : said.replaceFirst("\\b([aeiou][a-z])\\b", "$11");
    }
}
