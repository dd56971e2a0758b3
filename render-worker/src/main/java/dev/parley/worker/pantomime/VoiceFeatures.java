package dev.parley.worker.pantomime;

import dev.parley.media.Sounds;
import dev.parley.plan.FrameRate;
import dev.parley.worker.render.JobInputs;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is heard of a voice during each frame.
 *
 * @param loudness 0 to 1; quiet recordings give as much as loud ones
 * @param brightness -1 for dark vowels (o, u) to 1 for bright ones (e, i), against the voice's own middle
 */
record VoiceFeatures(double[] loudness, double[] brightness) {
    /** What is exceeded in so much of the speech is as loud as can be. */
    private static final double LOUD = 0.93;

    private static final double QUIET = 0.05;
    /** Logarithm of the ratio of bands that is as bright, or as dark, as can be. */
    private static final double RANGE = 1.6;

    static VoiceFeatures of(JobInputs.Voice voice, int frames) {
        double[] all = new double[frames];
        double[] low = new double[frames];
        double[] high = new double[frames];
        Filter first = new Filter(900);
        Filter second = new Filter(1_500);
        Filter third = new Filter(3_200);
        long begin = Math.round(voice.startSeconds() * Sounds.VOICE_RATE);
        for (int i = 0; i < voice.samples().length; i++) {
            long at = begin + i;
            int frame = (int) (at / FrameRate.SAMPLES_PER_FRAME);
            if (at < 0 || frame >= frames) {
                continue;
            }
            double sample = voice.samples()[i];
            double dark = first.next(sample);
            double bright = third.next(sample) - second.next(sample);
            all[frame] += sample * sample;
            low[frame] += dark * dark;
            high[frame] += bright * bright;
        }
        double[] loudness = loudness(all);
        return new VoiceFeatures(loudness, brightness(loudness, low, high));
    }

    /** Lets through what is below a frequency; 6 dB per octave. */
    private static final class Filter {
        private final double share;
        private double last;

        Filter(double hertz) {
            share = 1 - StrictMath.exp(-2 * Math.PI * hertz / Sounds.VOICE_RATE);
        }

        double next(double sample) {
            last += share * (sample - last);
            return last;
        }
    }

    private static double[] loudness(double[] energy) {
        double[] loudness = Arrays.stream(energy)
                .map(sum -> Math.sqrt(sum / FrameRate.SAMPLES_PER_FRAME))
                .toArray();
        double[] heard =
                Arrays.stream(loudness).filter(value -> value > 1e-4).sorted().toArray();
        double loud = heard.length == 0 ? 0 : heard[(int) (heard.length * LOUD)];
        return Arrays.stream(loudness)
                .map(value -> loud == 0 ? 0 : Math.max(0, Math.min(1, (value / loud - QUIET) / (1 - QUIET))))
                .toArray();
    }

    private static double[] brightness(double[] loudness, double[] low, double[] high) {
        double[] ratio = new double[loudness.length];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = StrictMath.log((high[i] + 1e-6) / (low[i] + 1e-6));
        }
        double[] voiced = IntStream.range(0, ratio.length)
                .filter(i -> loudness[i] > 0.15)
                .mapToDouble(i -> ratio[i])
                .sorted()
                .toArray();
        double middle = voiced.length == 0 ? 0 : voiced[voiced.length / 2];
        double[] brightness = new double[ratio.length];
        for (int i = 0; i < ratio.length; i++) {
            brightness[i] = loudness[i] == 0 ? 0 : Math.max(-1, Math.min(1, (ratio[i] - middle) / RANGE));
        }
        return brightness;
    }
}
