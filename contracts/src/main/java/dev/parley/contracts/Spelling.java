package dev.parley.contracts;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 64;
    private static final int LETTERS_PER_SLIP = 4;

    /** The most similar of {@code words}, if it is similar enough to be meant: a slip in every four letters. */
    public static Optional<String> nearest(String word, Collection<String> words) {
        String written = plain(word);
        if (written.length() < SHORTEST || written.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = null;
        int fewest = Math.max(1, written.length() / LETTERS_PER_SLIP) + 1;
        for (String candidate : words) {
            int slips = slips(written, plain(candidate));
            if (slips < fewest) {
                fewest = slips;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Whether two words differ in capitals and separators at most, as {@code sample_steps} and {@code sampleSteps}. */
    static boolean alike(String a, String b) {
        return plain(a).equals(plain(b));
    }

    private static String plain(String word) {
        return word.length() > LONGEST * 2
                ? word
                : word.replaceAll("[_ .-]", "").toLowerCase(Locale.ROOT);
    }

    /** Letters left out, put in, changed or swapped with their neighbor (optimal string alignment). */
    private static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] cost) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }

    private Spelling() {}
}
