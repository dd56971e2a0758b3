package dev.parley.multitalk.internal.selftest;

import dev.parley.multitalk.TorchType;
import java.util.Arrays;

/** Compares an answer with the right one. */
final class Comparison {
    /** @return what is wrong; empty where nothing is */
    static String on(float[] found, double[] expected, TorchType type) {
        if (found.length != expected.length) {
            return "expected %d numbers, found %d".formatted(expected.length, found.length);
        }
        double most = limit(type) * Arrays.stream(expected).map(Math::abs).max().orElse(0);
        int wrong = 0;
        int first = 0;
        for (int i = found.length - 1; i >= 0; i--) {
            if (!(Math.abs(found[i] - expected[i]) <= most)) { // so that NaN is wrong
                wrong++;
                first = i;
            }
        }
        return wrong == 0
                ? ""
                : "expected %s, found %s at number %d of %d; %d of them are wrong"
                        .formatted((float) expected[first], found[first], first, found.length, wrong);
    }

    /** Of the largest number. float32 may be multiplied as TF32, of eleven bits. */
    private static double limit(TorchType type) {
        return switch (type) {
            case F16 -> 4e-3;
            case BF16 -> 2e-2;
            default -> 1e-3;
        };
    }

    private Comparison() {}
}
