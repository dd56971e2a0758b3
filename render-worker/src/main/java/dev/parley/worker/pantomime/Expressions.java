package dev.parley.worker.pantomime;

import dev.parley.plan.FrameRate;
import dev.parley.speech.lips.MouthShape;
import dev.parley.worker.render.JobInputs;
import java.util.Arrays;

/**
 * What a voice makes of a photographed face, frame by frame: the mouth moves as the phonemes ask, or, where they are not
 * known, opens with loudness and is rounded or spread as the voice is dark or bright; eyes blink, the head moves a little. All of it is known from the whole voice and the job's seed,
 * so that a frame is the same in whatever window, after whatever crash; nothing lags behind, since what comes is known.
 * Without a voice the face stands still. In strict arithmetic, so that every machine gets the same.
 */
final class Expressions {
    /** Frames around speech in which the face still belongs to it. */
    private static final int BEFORE = 3;

    private static final int AFTER = 5;
    private static final double HEARD = 0.03;
    private static final double[] BLINK = {0.35, 0.85, 1, 0.8, 0.45, 0.15};
    /** Seconds between blinks: at least, and how much more. */
    private static final double BLINK_LEAST = 2.2;

    private static final double BLINK_MORE = 3.2;

    private final Pose[] poses;

    Expressions(JobInputs.Voice voice, Lips lips, int frames, long seed) {
        VoiceFeatures heard = VoiceFeatures.of(voice, frames);
        double[] loud = smooth(heard.loudness(), 1);
        double[] bright = smooth(smooth(heard.brightness(), 1), 1);
        double[] speaking = speaking(heard.loudness(), lips);
        double[] energy = smooth(smooth(smooth(speaking, 2), 3), 4);
        double[] blink = blinks(speaking, mixed(seed ^ 0x9e3779b97f4a7c15L * (voice.speaker() + 1)));
        double phase = unit(mixed(seed + voice.speaker())) * 40;
        poses = new Pose[frames];
        for (int i = 0; i < frames; i++) {
            double time = (double) i / FrameRate.FRAMES_PER_SECOND + phase;
            MouthShape shape = lips.shapes().get(i);
            double known = lips.known()[i];
            double open = StrictMath.pow(loud[i], 0.8) * (1 - known) + shape.open() * known;
            double wide = bright[i] * (1 - known) + (2 * shape.wide() - 1 - shape.round()) * known;
            poses[i] = energy[i] == 0
                    ? Pose.STILL
                    : new Pose(
                            speaking[i],
                            open,
                            Math.max(-1, Math.min(1, wide)) * speaking[i],
                            shape.bite() * known,
                            blink[i],
                            energy[i] * (0.55 * wave(time, 0.47) + 0.25 * wave(time, 0.9) + 0.2 * loud[i]),
                            energy[i] * (0.6 * wave(time, 0.31) + 0.4 * wave(time, 0.73)),
                            energy[i] * (0.7 * wave(time, 0.23) + 0.3 * wave(time, 0.61)));
        }
    }

    Pose at(int frame) {
        return poses[frame];
    }

    private static double wave(double time, double hertz) {
        return StrictMath.sin(2 * Math.PI * hertz * time);
    }

    /** 1 where the voice is heard or about to be, 0 in its pauses, with soft ramps. */
    private static double[] speaking(double[] loudness, Lips lips) {
        double[] near = new double[loudness.length];
        for (int i = 0; i < near.length; i++) {
            for (int j = Math.max(0, i - AFTER); j <= Math.min(near.length - 1, i + BEFORE); j++) {
                near[i] = loudness[j] > HEARD || lips.shapes().get(j).open() > HEARD ? 1 : near[i];
            }
        }
        return smooth(smooth(near, 1), 1);
    }

    /** The mean of a frame and as many on either side, the middle one twice as heavy. */
    private static double[] smooth(double[] values, int reach) {
        double[] smooth = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = values[i];
            for (int j = i - reach; j <= i + reach; j++) {
                sum += values[Math.max(0, Math.min(values.length - 1, j))];
            }
            smooth[i] = sum / (2 * reach + 2);
        }
        return smooth;
    }

    /** Only whoever speaks blinks, so that silent people stand still. */
    private static double[] blinks(double[] speaking, long seed) {
        double[] blinks = new double[speaking.length];
        long state = seed;
        double time = 0.6 + 2 * unit(state);
        while (time * FrameRate.FRAMES_PER_SECOND < speaking.length) {
            int first = (int) (time * FrameRate.FRAMES_PER_SECOND);
            int last = Math.min(speaking.length, first + BLINK.length);
            if (Arrays.stream(speaking, first, last).allMatch(spoken -> spoken > 0)) {
                System.arraycopy(BLINK, 0, blinks, first, last - first);
            }
            state = mixed(state);
            time += BLINK_LEAST + BLINK_MORE * unit(state);
        }
        return blinks;
    }

    /** Steele, Lea and Flood's SplitMix64. */
    private static long mixed(long state) {
        long z = state + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** From 0 to 1. */
    private static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }
}
