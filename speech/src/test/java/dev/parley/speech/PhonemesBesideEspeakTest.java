package dev.parley.speech;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.speech.english.EnglishPhonemes;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * 500 sentences of numbers, dates, abbreviations and names, read by {@link EnglishPhonemes} and by espeak-ng; stress, length
 * and reduced vowels are not compared. The differences, most frequent first, are written to {@code target}; what was
 * judged is in decision 8. {@code mvn test -pl speech -Dtest=PhonemesBesideEspeakTest -Dbeside.espeak}
 */
@EnabledIfSystemProperty(
        named = "beside.espeak",
        matches = ".*",
        disabledReason = "runs espeak-ng 500 times; -Dbeside.espeak runs it")
class PhonemesBesideEspeakTest {
    private static final Path LIST = Path.of("target", "beside-espeak.tsv");

    /** Sounds that both write, but not alike, and those that are one sound more or less reduced. In this order. */
    private static final List<String[]> ALIKE = Arrays.stream(
                    ("aɪ=I aʊ=W eɪ=A oʊ=O ɔɪ=Y dʒ=ʤ tʃ=ʧ ɚ=əɹ ɝ=ɜɹ ɜ=ɜɹ ɹɹ=ɹ ɐ=ə ᵻ=ə ᵊ=ə"
                                    + " ɾ=t ʔ=t g=ɡ ɪ=ə ʌ=ə ɜ=ə o=ɔ iə=i ɑ=ɔ əə=ə")
                            .split(" "))
            .map(pair -> pair.split("="))
            .toList();

    private static final List<String> ARGUMENTS =
            List.of("-q", "--ipa", "--tie=^", "--stdin", "-v", "en-us", "--phonout=" + ProgramRun.OUT);

    private final Map<String, Integer> kinds = new LinkedHashMap<>();
    private final Map<String, String> examples = new LinkedHashMap<>();
    private int words;
    private int differentWords;
    private int differentSentences;

    @Test
    void differencesAreFewAndListed() throws Exception {
        Optional<Path> espeak = ProgramRun.find("espeak-ng", ProgramPath.of(System.getenv()));
        assumeTrue(espeak.isPresent(), "espeak-ng is not installed");
        ProgramRun run = new ProgramRun(espeak.get(), Duration.ofMinutes(1), 1 << 20);
        for (String sentence : sentences()) {
            String said = EspeakPhonemes.ofKokoro(new String(run.writes(ARGUMENTS, sentence + "\n"), UTF_8));
            compare(sentence, EnglishPhonemes.american().read(sentence), List.of(said.split(" ")));
        }
        String summary = "%d of %d words differ, in %d sentences; %d kinds"
                .formatted(differentWords, words, differentSentences, kinds.size());
        Files.writeString(
                LIST,
                kinds.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                        .map(kind ->
                                "%d\t%s\t%s".formatted(kind.getValue(), kind.getKey(), examples.get(kind.getKey())))
                        .collect(joining("\n", summary + "\n", "\n")));
        assertThat(differentWords).as(summary).isLessThan(words / 5);
    }

    private static List<String> sentences() throws Exception {
        try (InputStream in = PhonemesBesideEspeakTest.class.getResourceAsStream("sentences.txt")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private void compare(String sentence, List<PhoneticWord> ours, List<String> theirs) {
        List<String> here = ours.stream().map(word -> alike(word.phonemes())).toList();
        List<String> there =
                theirs.stream().map(PhonemesBesideEspeakTest::alike).toList();
        words += here.size();
        boolean same = true;
        int i = 0;
        int j = 0;
        for (int[] match : matches(here, there)) {
            if (!String.join("", here.subList(i, match[0])).equals(String.join("", there.subList(j, match[1])))) {
                add(sentence, ours.subList(i, match[0]), theirs.subList(j, match[1]));
                same = false;
            }
            i = match[0] + 1;
            j = match[1] + 1;
        }
        differentSentences += same ? 0 : 1;
    }

    private void add(String sentence, List<PhoneticWord> ours, List<String> theirs) {
        String kind = "%s\t%s\t%s"
                .formatted(
                        ours.stream().map(PhoneticWord::text).collect(joining(" ")),
                        ours.stream().map(PhoneticWord::phonemes).collect(joining(" ")),
                        String.join(" ", theirs));
        kinds.merge(kind, 1, Integer::sum);
        examples.putIfAbsent(kind, sentence);
        differentWords += ours.size();
    }

    private static String alike(String phonemes) {
        String folded = phonemes.replaceAll("[ˈˌː.,!?;:()^\u0329]", "");
        for (String[] pair : ALIKE) {
            folded = folded.replace(pair[0], pair[1]);
        }
        return folded;
    }

    /** The longest sequence of words that both have, as pairs of places; the last pair is beyond both ends. */
    private static List<int[]> matches(List<String> here, List<String> there) {
        int[][] longest = new int[here.size() + 1][there.size() + 1];
        for (int i = here.size() - 1; i >= 0; i--) {
            for (int j = there.size() - 1; j >= 0; j--) {
                longest[i][j] = here.get(i).equals(there.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        List<int[]> matches = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < here.size() && j < there.size()) {
            if (here.get(i).equals(there.get(j))) {
                matches.add(new int[] {i++, j++});
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        matches.add(new int[] {here.size(), there.size()});
        return matches;
    }
}
