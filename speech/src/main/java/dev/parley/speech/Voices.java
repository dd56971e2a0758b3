package dev.parley.speech;

import static java.util.Objects.requireNonNull;

import dev.parley.speech.SpeechException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All voices of a machine, by name. Safe for use by many threads. */
public final class Voices {
    /** Who speaks where nobody is named, for as many people as a video can have: the first person, the second, and so on. */
    private static final List<String> DEFAULTS = List.of("kate", "kevin", "kim", "bruno", "rose", "paul");

    private final Map<String, SpeechSynthesizer> byName = new LinkedHashMap<>();
    private final List<SpeechVoice> all = new ArrayList<>();

    private final List<Unavailable> unavailable;

    /**
     * Voices that should be here and cannot be used.
     *
     * @param reason what is wrong, and with what
     */
    public record Unavailable(String synthesizer, String reason) {
        public Unavailable {
            requireNonNull(synthesizer, "synthesizer");
            requireNonNull(reason, "reason");
        }
    }

    private Voices(List<SpeechSynthesizer> synthesizers, List<Unavailable> unavailable) {
        this.unavailable = List.copyOf(unavailable);
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
        return new Voices(synthesizers, List.of());
    }

    /**
     * The built-in ones, and those of the programs that this machine has.
     *
     * @param path folders where programs are looked for, as the environment's {@code PATH} names them
     */
    public static Voices installed(List<Path> path) {
        return installed(path, List.of(), List.of());
    }

    /**
     * As {@link #installed(List)}, with others between the two.
     *
     * @param unavailable told to whoever asks for a voice that is not here
     */
    public static Voices installed(List<Path> path, List<SpeechSynthesizer> others, List<Unavailable> unavailable) {
        List<SpeechSynthesizer> synthesizers = new ArrayList<>();
        synthesizers.add(new FreeTts());
        synthesizers.addAll(others);
        synthesizers.addAll(SpeechProgram.on(path));
        return new Voices(synthesizers, unavailable);
    }

    public List<Unavailable> unavailable() {
        return unavailable;
    }

    public List<SpeechVoice> all() {
        return List.copyOf(all);
    }

    public Optional<SpeechVoice> find(String name) {
        return all.stream().filter(voice -> voice.name().equals(name)).findFirst();
    }

    /** @param person from 0 to 5 */
    public static String defaultOf(int person) {
        return DEFAULTS.get(person);
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
                    Problem.UNKNOWN_VOICE,
                    "found '%s', this farm has %s%s".formatted(voice, some(byName.size()), withheld()));
        }
        return synthesizer;
    }

    private String some(int count) {
        int most = 12;
        String names = String.join(
                ", ", all.stream().map(SpeechVoice::name).limit(most).toList());
        return count <= most ? names : "%s and %d more (parley voices lists them)".formatted(names, count - most);
    }

    private String withheld() {
        return unavailable.stream()
                .map(one -> "; %s cannot be used: %s".formatted(one.synthesizer, one.reason))
                .collect(Collectors.joining());
    }
}
