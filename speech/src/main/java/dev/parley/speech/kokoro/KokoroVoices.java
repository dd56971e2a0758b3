package dev.parley.speech.kokoro;

import dev.parley.speech.Phonemizer;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechSynthesizer;
import dev.parley.speech.SpeechVoice;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.Unsayable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The voices of a folder and what they can say. Who speaks is another's matter. */
public final class KokoroVoices {
    /** What lists of voices call the synthesizer. */
    public static final String NAME = "Kokoro-82M";

    private final KokoroFolder folder;
    private final List<SpeechVoice> voices = new ArrayList<>();
    private final Map<VoiceLanguage, Phonemizer> phonemizers = new EnumMap<>(VoiceLanguage.class);

    /** Speaks with one of the voices. */
    @FunctionalInterface
    public interface Speaker {
        SpokenSentence speak(String voice, String sentence) throws SpeechException;
    }

    private KokoroVoices(KokoroFolder folder, List<Path> path) {
        this.folder = folder;
        for (String name : folder.voices().keySet()) {
            VoiceLanguage.of(name).filter(language -> speaks(language, path)).ifPresent(language -> {
                String sex = name.charAt(1) == 'f' ? "a woman's voice" : "a man's voice";
                voices.add(new SpeechVoice(name, language.tag(), sex, NAME));
            });
        }
    }

    /**
     * @param folder with {@code config.json}, {@code kokoro-v1_0.pth} and {@code voices/}, as published
     * @param path folders where espeak-ng is looked for, which languages other than English need
     * @throws KokoroFolderException when the folder does not hold them
     */
    public static KokoroVoices open(Path folder, List<Path> path) throws KokoroFolderException {
        return new KokoroVoices(KokoroFolder.open(folder), path);
    }

    private boolean speaks(VoiceLanguage language, List<Path> path) {
        if (!phonemizers.containsKey(language)) {
            language.phonemizer(path).ifPresent(phonemizer -> phonemizers.put(language, phonemizer));
        }
        return phonemizers.containsKey(language);
    }

    public KokoroFolder folder() {
        return folder;
    }

    public List<SpeechVoice> voices() {
        return List.copyOf(voices);
    }

    /**
     * Who knows how the words of a voice's language are said.
     *
     * @throws IllegalArgumentException for a voice that is not among {@link #voices}
     */
    public Phonemizer phonemizer(String voice) {
        return Optional.of(voice)
                .filter(name -> voices.stream().anyMatch(one -> one.name().equals(name)))
                .flatMap(VoiceLanguage::of)
                .map(phonemizers::get)
                .orElseThrow(() -> new IllegalArgumentException("No voice of Kokoro is called " + voice));
    }

    /** These voices, with {@code speaker} to speak. */
    public SpeechSynthesizer spokenBy(Speaker speaker) {
        return new SpeechSynthesizer() {
            @Override
            public List<SpeechVoice> voices() {
                return KokoroVoices.this.voices();
            }

            @Override
            public List<Unsayable> unsayable(String voice, String text) {
                return phonemizer(voice).unsayable(text);
            }

            @Override
            public SpokenSentence speak(String voice, String sentence) throws SpeechException {
                return speaker.speak(voice, sentence);
            }
        };
    }
}
