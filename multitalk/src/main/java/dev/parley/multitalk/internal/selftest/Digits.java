package dev.parley.multitalk.internal.selftest;

import java.util.Random;

/** Small whole numbers, the same every time: every type holds them, and float32 the sums of their products. */
final class Digits {
    private final Random random;

    Digits(long seed) {
        random = new Random(seed);
    }

    /** From {@code -most} to {@code most}, never zero: none may be lost. */
    double[] take(int count, int most) {
        double[] digits = new double[count];
        for (int i = 0; i < count; i++) {
            int size = 1 + random.nextInt(most);
            digits[i] = random.nextBoolean() ? size : -size;
        }
        return digits;
    }
}
