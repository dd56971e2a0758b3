package dev.parley.worker.pantomime;

import dev.parley.kit.transcript.Transcript;
import dev.parley.plan.FrameRate;
import dev.parley.speech.lips.Articulation;
import dev.parley.speech.lips.MouthShape;
import dev.parley.speech.lips.Phoneme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the phonemes ask of a speaker's mouth, frame by frame, where they are known.
 *
 * @param known how far they say more than the sound does: 1 while a sentence is spoken whose phonemes are known, 0 elsewhere
 * @param shapes of the mouth, for each frame; shut where nothing is known
 */
record Lips(double[] known, List<MouthShape> shapes) {
    private static final int SHAPES_PER_FRAME = Articulation.RATE / FrameRate.FRAMES_PER_SECOND;

    /** @param speaker from 0 */
    static Lips of(Transcript transcript, int speaker, int frames) {
        double[] known = new double[frames];
        List<Phoneme> phonemes = new ArrayList<>();
        for (Transcript.Line line : transcript.lines()) {
            if (line.speaker() == speaker + 1 && !line.phonemes().isEmpty()) {
                phonemes.addAll(Phoneme.of(line.phonemes()));
                Arrays.fill(known, frame(line.start(), frames), frame(line.end(), frames), 1);
            }
        }
        List<MouthShape> ticks = Articulation.shapes(phonemes, (double) frames / FrameRate.FRAMES_PER_SECOND);
        List<MouthShape> shapes = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            shapes.add(ticks.get(i * SHAPES_PER_FRAME));
        }
        return new Lips(known, shapes);
    }

    /** The one that is seen at a time. */
    private static int frame(double seconds, int frames) {
        return (int) Math.min(frames, seconds * FrameRate.FRAMES_PER_SECOND);
    }
}
