package dev.parley.multitalk.internal.selftest;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Small whole numbers, the same every time: every type holds them, and float32 the sums of their products. */
final class Digits {
    /** A prime, so that what is misplaced by any block differs. Drawing every number anew takes longer than the test. */
    private static final int PERIOD = 4093;

    private static final Map<Integer, double[]> DRAWN = new ConcurrentHashMap<>();

    private int next;

    Digits(int seed) {
        next = seed % PERIOD;
    }

    /** From {@code -most} to {@code most}, never zero: none may be lost. */
    double[] take(int count, int most) {
        double[] drawn = DRAWN.computeIfAbsent(most, Digits::draw);
        double[] digits = new double[count];
        for (int done = 0; done < count; ) {
            int some = Math.min(count - done, PERIOD - next);
            System.arraycopy(drawn, next, digits, done, some);
            done += some;
            next = (next + some) % PERIOD;
        }
        return digits;
    }

    private static double[] draw(int most) {
        Random random = new Random(most);
        double[] digits = new double[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            int digit = random.nextInt(2 * most) - most;
            digits[i] = digit < 0 ? digit : digit + 1;
        }
        return digits;
    }
}
