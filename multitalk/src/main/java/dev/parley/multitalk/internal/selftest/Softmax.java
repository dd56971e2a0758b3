package dev.parley.multitalk.internal.selftest;

import java.util.Arrays;

/** By its definition, in double precision. */
final class Softmax {
    static double[] of(double[] x) {
        double most = Arrays.stream(x).max().orElseThrow();
        double[] powers = Arrays.stream(x).map(value -> Math.exp(value - most)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    private Softmax() {}
}
