package dev.parley.speech;

import dev.parley.speech.SpeechException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All voices of a machine, by name. Safe for use by many threads. */
public final class Voices {
    /** Who speaks where nobody is named: the first person, the second. */
    private static final List<String> DEFAULTS = List.of("kate", "kevin");

    private final Map<String, SpeechSynthesizer> byName = new LinkedHashMap<>();
    private final List<SpeechVoice> all = new ArrayList<>();

    private Voices(List<SpeechSynthesizer> synthesizers) {
        for (SpeechSynthesizer synthesizer : synthesizers) {
            for (SpeechVoice voice : synthesizer.voices()) {
                if (byName.putIfAbsent(voice.name(), synthesizer) == null) {
                    all.add(voice);
                }
            }
        }
    }

    /** Of two voices with one name the first counts. */
    public static Voices of(List<SpeechSynthesizer> synthesizers) {
        return new Voices(synthesizers);
    }

    /**
     * The built-in ones, and those of the programs that this machine has.
     *
     * @param path folders where programs are looked for, as the environment's {@code PATH} names them
     */
    public static Voices installed(List<Path> path) {
        List<SpeechSynthesizer> synthesizers = new ArrayList<>();
        synthesizers.add(new FreeTts());
        synthesizers.addAll(SpeechProgram.on(path));
        return of(synthesizers);
    }

    public List<SpeechVoice> all() {
        return List.copyOf(all);
    }

    public Optional<SpeechVoice> find(String name) {
        return all.stream().filter(voice -> voice.name().equals(name)).findFirst();
    }

    /** @param person from 0 */
    public static String defaultOf(int person) {
        return DEFAULTS.get(person % DEFAULTS.size());
    }

    /** @throws SpeechException when there is no such voice */
    public List<Unsayable> unsayable(String voice, String text) throws SpeechException {
        return synthesizer(voice).unsayable(voice, text);
    }

    /** @throws SpeechException when there is no such voice, or it cannot say that */
    public SpokenSentence speak(String voice, String sentence) throws SpeechException {
        return synthesizer(voice).speak(voice, sentence);
    }

    private SpeechSynthesizer synthesizer(String voice) throws SpeechException {
        SpeechSynthesizer synthesizer = byName.get(voice);
        if (synthesizer == null) {
            throw new SpeechException(
                    Problem.UNKNOWN_VOICE, "found '%s', this farm has %s".formatted(voice, some(byName.size())));
        }
        return synthesizer;
    }

    private String some(int count) {
        int most = 12;
        String names = String.join(
                ", ", all.stream().map(SpeechVoice::name).limit(most).toList());
        return count <= most ? names : "%s and %d more (parley voices lists them)".formatted(names, count - most);
    }
}
