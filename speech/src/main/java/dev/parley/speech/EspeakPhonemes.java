package dev.parley.speech;

import dev.parley.speech.SpeechException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Languages that espeak-ng knows, in the phoneme alphabet of Kokoro's voices: the program is run for each phrase, as
 * {@link SpeechProgram} runs it.
 */
public final class EspeakPhonemes implements Phonemizer {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final long MOST_BYTES = 1 << 20;

    private static final Pattern PHRASE = Pattern.compile("(.+?)([;:,.!?…—]*(?:\\s+|$))", Pattern.DOTALL);
    private static final Pattern PHRASE_END = Pattern.compile("(?<=[;:,.!?…—])\\s+|(?=—)");
    private static final Pattern OTHER_LANGUAGE = Pattern.compile("\\([a-z-]+\\)");

    /** Two sounds in one char, as Kokoro was taught; a tie stands between what belongs together. */
    private static final Map<String, String> IN_ONE = new TreeMap<>(Map.ofEntries(
            Map.entry("a^ɪ", "I"),
            Map.entry("a^ʊ", "W"),
            Map.entry("e^ɪ", "A"),
            Map.entry("o^ʊ", "O"),
            Map.entry("ə^ʊ", "Q"),
            Map.entry("ɔ^ɪ", "Y"),
            Map.entry("d^z", "ʣ"),
            Map.entry("d^ʒ", "ʤ"),
            Map.entry("t^s", "ʦ"),
            Map.entry("t^ʃ", "ʧ"),
            Map.entry("s^s", "S")));

    private final ProgramRun run;
    private final List<String> arguments;

    private EspeakPhonemes(Path program, String language) {
        run = new ProgramRun(program, TIME, MOST_BYTES);
        arguments = List.of("-q", "--ipa", "--tie=^", "--stdin", "-v", language, "--phonout=" + ProgramRun.OUT);
    }

    /**
     * @param path folders where the program is looked for
     * @param language as espeak-ng names it: {@code fr-fr}
     * @return empty where it is not installed
     */
    public static Optional<EspeakPhonemes> on(List<Path> path, String language) {
        return ProgramRun.find("espeak-ng", path).map(file -> new EspeakPhonemes(file, language));
    }

    @Override
    public List<Unsayable> unsayable(String text) {
        return Pictographs.in(text);
    }

    @Override
    public List<PhoneticWord> read(String sentence) throws SpeechException {
        List<PhoneticWord> words = new ArrayList<>();
        for (String phrase : PHRASE_END.split(sentence.strip())) {
            Matcher parts = PHRASE.matcher(phrase);
            if (parts.matches() && phrase.codePoints().anyMatch(Character::isLetterOrDigit)) {
                String mark = parts.group(2).strip();
                add(words, parts.group(1), mark.isEmpty() ? "" : mark.substring(0, 1));
            }
        }
        return words;
    }

    private void add(List<PhoneticWord> words, String phrase, String mark) throws SpeechException {
        String written = new String(run.writes(arguments, phrase + "\n"), StandardCharsets.UTF_8);
        String said = ofKokoro(written);
        if (said.isEmpty()) {
            throw new SpeechException(
                    Problem.UNSAYABLE, "'%s': %s knows no way to say it".formatted(phrase, run.name()));
        }
        String[] spoken = said.split(" ");
        String[] texts = phrase.strip().split("\\s+");
        if (spoken.length != texts.length) { // it joins some words and says others as several
            words.add(new PhoneticWord(phrase, said, mark + " "));
            return;
        }
        for (int i = 0; i < spoken.length; i++) {
            words.add(new PhoneticWord(texts[i], spoken[i], (i + 1 == spoken.length ? mark : "") + " "));
        }
    }

    static String ofKokoro(String espeak) {
        String said = OTHER_LANGUAGE.matcher(espeak).replaceAll("");
        for (Map.Entry<String, String> one : IN_ONE.entrySet()) {
            said = said.replace(one.getKey(), one.getValue());
        }
        return said.replace("^", "")
                .replace("-", "")
                .replace('g', 'ɡ')
                .replaceAll("\\s+", " ")
                .strip();
    }
}
