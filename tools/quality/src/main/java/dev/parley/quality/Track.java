package dev.parley.quality;

import dev.parley.plan.FrameRate;
import dev.parley.speech.lips.Articulation;
import dev.parley.speech.lips.MouthShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one person says in a video.
 *
 * @param samples mono, 16 kHz, as long as the video
 * @param opening area between the lips that the phonemes ask for, one value a frame
 * @param speaking whether a line is being said, one value a frame
 */
record Track(float[] samples, double[] opening, boolean[] speaking) {
    private static final int SHAPES_PER_FRAME = Articulation.RATE / FrameRate.FRAMES_PER_SECOND;

    /** @param frame of the video in which it begins */
    record Line(int frame, Utterance utterance) {}

    /** Silence but for the lines; what of them is beyond the end is cut off. */
    static Track of(int frames, List<Line> lines) {
        float[] samples = new float[frames * FrameRate.SAMPLES_PER_FRAME];
        double[] opening = new double[frames];
        boolean[] speaking = new boolean[frames];
        Arrays.fill(opening, DrawnMouth.area(MouthShape.SHUT));
        for (Line line : lines) {
            float[] said = line.utterance().samples();
            int from = line.frame() * FrameRate.SAMPLES_PER_FRAME;
            System.arraycopy(said, 0, samples, from, Math.min(said.length, samples.length - from));
            List<MouthShape> shapes = line.utterance().shapes();
            for (int i = 0; i * SHAPES_PER_FRAME < shapes.size() && line.frame() + i < frames; i++) {
                opening[line.frame() + i] = DrawnMouth.area(shapes.get(i * SHAPES_PER_FRAME));
                speaking[line.frame() + i] = true;
            }
        }
        return new Track(samples, opening, speaking);
    }

    boolean isSilent() {
        return IntStream.range(0, frames()).noneMatch(frame -> speaking[frame]);
    }

    int frames() {
        return opening.length;
    }

    /** Root mean square of the sound of each frame. */
    double[] loudness() {
        double[] loudness = new double[frames()];
        for (int frame = 0; frame < loudness.length; frame++) {
            double squares = 0;
            for (int i = frame * FrameRate.SAMPLES_PER_FRAME; i < (frame + 1) * FrameRate.SAMPLES_PER_FRAME; i++) {
                squares += samples[i] * samples[i];
            }
            loudness[frame] = Math.sqrt(squares / FrameRate.SAMPLES_PER_FRAME);
        }
        return loudness;
    }
}
