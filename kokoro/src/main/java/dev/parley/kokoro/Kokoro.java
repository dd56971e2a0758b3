package dev.parley.kokoro;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.speech.Phonemizer;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpeechSynthesizer;
import dev.parley.speech.SpeechVoice;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import dev.parley.speech.Unsayable;
import dev.parley.speech.kokoro.KokoroFolderException;
import dev.parley.speech.kokoro.KokoroVoices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Voices of Kokoro-82M, at 24 kHz, which know when each word and phoneme is heard. Opening looks at the folder only;
 * the model is loaded with the first sentence and speaks one at a time, whoever asks. The same sentence and voice give
 * the same samples, given the same number of threads.
 */
public final class Kokoro implements SpeechSynthesizer, AutoCloseable {
    private static final String NAME = KokoroVoices.NAME;
    private static final long SEED = 42;

    /** Beyond these nobody understands it. */
    private static final double SLOWEST = 0.5;

    private static final double FASTEST = 2;

    private final KokoroVoices known;
    private final double speed;
    private final Map<String, VoiceFile> loaded = new HashMap<>();
    private KokoroConfig config; // null: not loaded
    private Torch torch;
    private KokoroModel model;

    private Kokoro(KokoroVoices known, double speed) {
        this.known = known;
        this.speed = speed;
    }

    /**
     * @param folder with {@code config.json}, {@code kokoro-v1_0.pth} and {@code voices/}, as published
     * @param path folders where espeak-ng is looked for, which languages other than English need
     * @param speed 1 as it was taught, 2 twice as fast
     * @throws KokoroFolderException when the folder does not hold them; the message says what is missing
     */
    public static Kokoro open(Path folder, List<Path> path, double speed) throws KokoroFolderException {
        if (!(speed >= SLOWEST && speed <= FASTEST)) {
            throw new IllegalArgumentException("A speed is from %s to %s, not %s".formatted(SLOWEST, FASTEST, speed));
        }
        return new Kokoro(KokoroVoices.open(folder, path), speed);
    }

    @Override
    public List<SpeechVoice> voices() {
        return known.voices();
    }

    @Override
    public List<Unsayable> unsayable(String voice, String text) {
        return known.phonemizer(voice).unsayable(text);
    }

    @Override
    public synchronized SpokenSentence speak(String voice, String sentence) throws SpeechException {
        Phonemizer phonemizer = known.phonemizer(voice);
        try {
            load();
            VoiceFile style = style(voice);
            List<PhonemeLine> lines = PhonemeLine.of(phonemizer.read(sentence), config.vocab(), model.mostIds());
            if (lines.isEmpty()) {
                throw new SpeechException(Problem.UNSAYABLE, "'%s' has no word".formatted(sentence));
            }
            return joined(lines, style);
        } catch (IOException | CheckpointException | IllegalArgumentException e) {
            throw new SpeechException(
                    Problem.SYNTHESIZER_FAILED, "%s cannot speak: %s".formatted(NAME, e.getMessage()), e);
        }
    }

    private void load() throws IOException {
        if (model != null) {
            return;
        }
        config = KokoroConfig.read(known.folder().config());
        Checkpoint checkpoint = Checkpoint.open(known.folder().checkpoint());
        torch = Torch.open("cpu");
        try {
            model = new KokoroModel(torch, checkpoint, config);
        } finally {
            if (model == null) {
                torch.close();
            }
        }
    }

    private VoiceFile style(String voice) throws IOException {
        VoiceFile style = loaded.get(voice);
        if (style == null) {
            style = VoiceFile.read(known.folder().voices().get(voice), torch);
            loaded.put(voice, style);
        }
        return style;
    }

    private SpokenSentence joined(List<PhonemeLine> lines, VoiceFile style) {
        float[] samples = new float[0];
        List<Timed> words = new ArrayList<>();
        List<Timed> phonemes = new ArrayList<>();
        for (PhonemeLine line : lines) {
            KokoroModel.Spoken spoken = model.speak(line.ids(), style.row(line.length()), speed, SEED);
            double begin = (double) samples.length / KokoroModel.RATE;
            double[] ends = ends(spoken, begin);
            words.addAll(line.words(ends));
            phonemes.addAll(line.phonemes(ends));
            requireSound(spoken.samples());
            int before = samples.length;
            samples = Arrays.copyOf(samples, before + spoken.samples().length);
            System.arraycopy(spoken.samples(), 0, samples, before, spoken.samples().length);
        }
        return new SpokenSentence(samples, KokoroModel.RATE, words, phonemes);
    }

    /** Weights that are damaged, but not their files, are heard of here. */
    private static void requireSound(float[] samples) {
        for (float sample : samples) {
            if (!Float.isFinite(sample)) {
                throw new CheckpointException("its weights make a sample of " + sample);
            }
        }
    }

    private static double[] ends(KokoroModel.Spoken spoken, double begin) {
        double[] ends = new double[spoken.durations().length];
        long steps = 0;
        for (int i = 0; i < ends.length; i++) {
            steps += spoken.durations()[i];
            ends[i] = begin + (double) steps * spoken.samplesPerStep() / KokoroModel.RATE;
        }
        return ends;
    }

    @Override
    public synchronized void close() {
        if (model != null) {
            model.close();
            model = null;
            loaded.clear();
        }
    }
}
