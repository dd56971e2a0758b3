package dev.parley.quality;

import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Sounds;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.Voices;
import dev.parley.speech.lips.Articulation;
import dev.parley.speech.lips.MouthShape;
import dev.parley.speech.lips.Phoneme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording and what is said in it.
 *
 * @param samples mono, 16 kHz
 * @param phonemes in the order of their beginnings
 */
record Utterance(float[] samples, List<Phoneme> phonemes) {
    /** Reads {@code name.wav} and {@code name.phonemes} of a folder; the folder's {@code speak.c} tells what the latter holds. */
    static Utterance read(Path folder, String name) throws IOException, MediaException {
        float[] samples = Sounds.voice(folder.resolve(name + ".wav"), Limits.DEFAULT);
        List<Phoneme> phonemes = Files.readAllLines(folder.resolve(name + ".phonemes")).stream()
                .map(line -> line.split("\t", 2))
                .map(column -> new Phoneme(Integer.parseInt(column[0]) / 1000.0, column[1]))
                .toList();
        return new Utterance(samples, phonemes);
    }

    /** Spoken from text by one of the built-in voices, which tell when each phoneme begins. */
    static Utterance spoken(String voice, String text) throws SpeechException {
        SpokenSentence said = Voices.installed(List.of()).speak(voice, text);
        if (said.rate() != Sounds.VOICE_RATE) {
            throw new IllegalStateException("%s speaks at %d Hz".formatted(voice, said.rate()));
        }
        return new Utterance(said.samples(), Phoneme.of(said.phonemes()));
    }

    List<MouthShape> shapes() {
        return Articulation.shapes(phonemes, (double) samples.length / Sounds.VOICE_RATE);
    }
}
