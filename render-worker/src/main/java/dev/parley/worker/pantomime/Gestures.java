package dev.parley.worker.pantomime;

import dev.parley.media.Sounds;
import dev.parley.plan.FrameRate;
import dev.parley.worker.render.JobInputs;
import java.util.Arrays;

/**
 * What a voice makes of its speaker, frame by frame. Computed over the whole video at once, so that no window's edge is
 * heard; in strict arithmetic, so that every machine gets the same.
 *
 * @param open how far the mouth is open, 0 to 256
 * @param nod how far the head is down, -256 to 256
 */
record Gestures(int[] open, int[] nod) {
    private static final double OPENING = 0.75;
    private static final double CLOSING = 0.45;

    static Gestures of(JobInputs.Voice voice, Lips lips, int frames) {
        double[] loudness = loudness(voice, frames);
        double loud = loudPart(loudness);
        int[] open = new int[frames];
        int[] nod = new int[frames];
        double mouth = 0;
        double energy = 0;
        for (int i = 0; i < frames; i++) {
            double heard = loud == 0 ? 0 : Math.max(0, Math.min(1, (loudness[i] / loud - 0.06) / 0.94));
            double wanted = StrictMath.sqrt(heard);
            mouth += (wanted - mouth) * (wanted > mouth ? OPENING : CLOSING);
            // Phonemes are smooth as they are, and lips that meet for an m do not linger.
            mouth += (lips.shapes().get(i).open() - mouth) * lips.known()[i];
            energy += (wanted - energy) * 0.08;
            open[i] = (int) Math.round(256 * Math.min(1, mouth));
            nod[i] = (int) Math.round(256 * sway(i, voice.speaker()) * Math.min(1, energy));
        }
        return new Gestures(open, nod);
    }

    /** Two slow waves that do not meet for half a minute, another phase for each speaker. */
    private static double sway(int frame, int speaker) {
        double seconds = (double) frame / FrameRate.FRAMES_PER_SECOND + 1.7 * speaker;
        return 0.6 * StrictMath.sin(seconds * 4.1) + 0.4 * StrictMath.sin(seconds * 2.3);
    }

    /** Root mean square of the samples that are heard during each frame. */
    private static double[] loudness(JobInputs.Voice voice, int frames) {
        double[] loudness = new double[frames];
        long begin = Math.round(voice.startSeconds() * Sounds.VOICE_RATE);
        for (int i = 0; i < frames; i++) {
            long from = (long) i * FrameRate.SAMPLES_PER_FRAME - begin;
            double sum = 0;
            for (long j = Math.max(0, from);
                    j < Math.min(voice.samples().length, from + FrameRate.SAMPLES_PER_FRAME);
                    j++) {
                float sample = voice.samples()[(int) j];
                sum += (double) sample * sample;
            }
            loudness[i] = StrictMath.sqrt(sum / FrameRate.SAMPLES_PER_FRAME);
        }
        return loudness;
    }

    /** Quiet recordings move the mouth as much as loud ones: what is exceeded in a tenth of the speech is wide open. */
    private static double loudPart(double[] loudness) {
        double[] heard =
                Arrays.stream(loudness).filter(value -> value > 1e-4).sorted().toArray();
        return heard.length == 0 ? 0 : heard[heard.length * 9 / 10];
    }
}
