package dev.parley.speech;

import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpokenSentence.Timed;
import java.util.Arrays;
import java.util.List;

/**
 * The bundled voices: FreeTTS's {@code kevin16} at 16 kHz, and others derived from it by pitch, pace and the length of the
 * vocal tract. Synthesizes one sentence at a time across all callers.
 */
public final class FreeTts implements SpeechSynthesizer {
    private static final String NAME = "FreeTTS 1.2.2";
    private static final String LANGUAGE = "en-US";

    /**
     * @param pitch in Hz
     * @param range how far the pitch moves, in Hz
     * @param stretch how much longer than usual everything takes
     * @param size of the resonances: above 1 those of a smaller head
     */
    private record Manner(String voice, String description, double pitch, double range, double stretch, double size) {
        SpeechVoice described() {
            return new SpeechVoice(voice, LANGUAGE, description, NAME);
        }
    }

    private static final List<Manner> MANNERS = List.of(
            new Manner("kate", "a higher voice", 190, 24, 1.05, 1.15),
            new Manner("kevin", "a lower voice", 100, 11, 1, 1),
            new Manner("bruno", "a deep, slow voice", 76, 12, 1.15, 0.9),
            new Manner("kim", "a high, quick voice", 250, 30, 0.95, 1.28),
            new Manner("rose", "a calm voice of medium pitch", 155, 20, 1.2, 1.1),
            new Manner("paul", "a quick voice of medium pitch", 130, 18, 0.9, 0.96));

    private final Recorder recorder = new Recorder();
    /** Loaded with the first sentence, which takes about a second. */
    private Voice voice;

    @Override
    public List<SpeechVoice> voices() {
        return MANNERS.stream().map(Manner::described).toList();
    }

    @Override
    public List<Unsayable> unsayable(String name, String text) {
        manner(name);
        return SayableText.of(text).unsayable();
    }

    @Override
    public SpokenSentence speak(String name, String sentence) throws SpeechException {
        Manner manner = manner(name);
        SayableText sayable = SayableText.of(sentence);
        if (!sayable.unsayable().isEmpty()) {
            throw SpeechException.of(sayable.unsayable().get(0));
        }
        SpokenSentence spoken = spoken(manner, sayable.text());
        return manner.size == 1 ? spoken : resized(spoken, manner.size);
    }

    private static Manner manner(String name) {
        return MANNERS.stream()
                .filter(manner -> manner.voice.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No voice of FreeTTS is called " + name));
    }

    /** At a pitch and a pace that are right once the sound is {@link #resized}. */
    private synchronized SpokenSentence spoken(Manner manner, String text) throws SpeechException {
        try {
            if (voice == null) {
                voice = load();
            }
            voice.setPitch((float) (manner.pitch / manner.size));
            voice.setPitchRange((float) (manner.range / manner.size));
            voice.setDurationStretch((float) (manner.stretch * manner.size));
            recorder.begin();
            if (!voice.speak(text)) {
                throw new SpeechException(Problem.SYNTHESIZER_FAILED, "%s said nothing of '%s'".formatted(NAME, text));
            }
            return recorder.heard();
        } catch (RuntimeException | Error e) {
            // It tells of what it cannot do by whatever is thrown where that hurts.
            voice = null;
            throw new SpeechException(Problem.SYNTHESIZER_FAILED, "%s failed on '%s': %s".formatted(NAME, text, e), e);
        }
    }

    /** Without its manager of voices, which looks into system properties and beside its jar. */
    @SuppressWarnings("unchecked")
    private Voice load() {
        Voice kevin = Arrays.stream(new KevinVoiceDirectory().getVoices())
                .filter(candidate -> candidate.getName().equals("kevin16"))
                .findFirst()
                .orElseThrow();
        kevin.setAudioPlayer(recorder);
        kevin.allocate();
        kevin.getUtteranceProcessors().add(recorder);
        return kevin;
    }

    private static SpokenSentence resized(SpokenSentence spoken, double size) {
        return new SpokenSentence(
                Resize.faster(spoken.samples(), size),
                spoken.rate(),
                sooner(spoken.words(), size),
                sooner(spoken.phonemes(), size));
    }

    private static List<Timed> sooner(List<Timed> said, double factor) {
        return said.stream()
                .map(one -> new Timed(one.text(), one.start() / factor, one.end() / factor))
                .toList();
    }
}
