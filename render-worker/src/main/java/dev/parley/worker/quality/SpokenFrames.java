package dev.parley.worker.quality;

import dev.parley.plan.FrameRate;
import dev.parley.worker.render.JobInputs;

/** In which frames of a video a voice is heard. */
final class SpokenFrames {
    /** Quieter is breath and room: 40 dB below the loudest possible. */
    private static final double HEARD = 0.01;

    private static final int EACH = FrameRate.SAMPLES_PER_FRAME;

    private final float[] samples;
    private final int begins;

    SpokenFrames(JobInputs.Voice voice) {
        samples = voice.samples();
        begins = (int) Math.round(voice.startSeconds() * FrameRate.SAMPLES_PER_SECOND);
    }

    boolean isHeard(int frame) {
        int from = frame * EACH - begins;
        double power = 0;
        for (int i = Math.max(0, from); i < Math.min(samples.length, from + EACH); i++) {
            power += samples[i] * samples[i];
        }
        return Math.sqrt(power / EACH) > HEARD;
    }
}
