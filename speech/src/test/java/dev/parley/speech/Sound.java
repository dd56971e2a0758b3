package dev.parley.speech;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Listens to a sound by numbers. */
final class Sound {
    /** Root of the mean square between two times. */
    static double loudness(SpokenSentence speech, double from, double to) {
        int begin = (int) (from * speech.rate());
        int end = Math.min(speech.samples().length, (int) (to * speech.rate()));
        double sum = 0;
        for (int i = begin; i < end; i++) {
            sum += speech.samples()[i] * speech.samples()[i];
        }
        return Math.sqrt(sum / Math.max(1, end - begin));
    }

    static float peak(SpokenSentence speech) {
        float peak = 0;
        for (float sample : speech.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /** The median pitch of the voiced parts, by autocorrelation over 60 ms. */
    static double pitch(SpokenSentence speech) {
        int window = speech.rate() * 60 / 1000;
        List<Double> pitches = new ArrayList<>();
        for (int at = 0; at + 2 * window < speech.samples().length; at += window) {
            int lag = bestLag(speech, at, window);
            if (lag > 0) {
                pitches.add((double) speech.rate() / lag);
            }
        }
        Collections.sort(pitches);
        return pitches.get(pitches.size() / 2);
    }

    private static int bestLag(SpokenSentence speech, int at, int window) {
        double own = correlation(speech.samples(), at, 0, window);
        double best = 0.5 * own;
        int lag = 0;
        for (int l = speech.rate() / 400; own > 0.001 * window && l <= speech.rate() / 55; l++) {
            double c = correlation(speech.samples(), at, l, window);
            if (c > best * 1.02) {
                best = c;
                lag = l;
            }
        }
        return lag;
    }

    private static double correlation(float[] samples, int at, int lag, int window) {
        double sum = 0;
        for (int i = at; i < at + window; i++) {
            sum += samples[i] * samples[i + lag];
        }
        return sum;
    }

    private Sound() {}
}
