package dev.parley.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a weak mark may say: its likeliest bytes, and others for those that are least sure. */
final class Guesses {
    private static final int DOUBTED = 5;
    private static final int CHOICES = 3;

    /** @param agreement of each symbol with the Walsh functions; negative where inverted */
    static List<int[]> of(double[][] agreement) {
        int[][] ranked = new int[agreement.length][];
        double[] margin = new double[agreement.length];
        for (int s = 0; s < agreement.length; s++) {
            ranked[s] = ranked(agreement[s]);
            margin[s] = Math.abs(value(agreement[s], ranked[s][0])) - Math.abs(value(agreement[s], ranked[s][1]));
        }
        int[] doubted = IntStream.range(0, agreement.length)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> margin[s]))
                .limit(DOUBTED)
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> guesses = new ArrayList<>();
        int all = (int) Math.pow(CHOICES, DOUBTED);
        for (int choice = 0; choice < all; choice++) {
            int[] guess = new int[agreement.length];
            for (int s = 0; s < guess.length; s++) {
                guess[s] = ranked[s][0];
            }
            int rest = choice;
            for (int s : doubted) {
                guess[s] = ranked[s][rest % CHOICES];
                rest /= CHOICES;
            }
            guesses.add(guess);
        }
        return guesses;
    }

    /** The likeliest byte. */
    static int first(double[] agreement) {
        return ranked(agreement)[0];
    }

    private static double value(double[] agreement, int symbol) {
        return agreement[symbol % agreement.length];
    }

    /** The three bytes that agree most: the number of the function, higher by as many where it is inverted. */
    private static int[] ranked(double[] agreement) {
        return IntStream.range(0, agreement.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(agreement[i])))
                .limit(CHOICES)
                .mapToInt(i -> agreement[i] < 0 ? i + agreement.length : i)
                .toArray();
    }

    private Guesses() {}
}
