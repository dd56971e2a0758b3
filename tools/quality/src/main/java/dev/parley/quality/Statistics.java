package dev.parley.quality;

import java.util.Arrays;

/** Of values frame by frame. */
final class Statistics {
    /** Pearson's. */
    static double correlation(double[] a, double[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double both = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
        }
        return both / a.length / (deviation(a) * deviation(b));
    }

    /** The correlation of {@code early} with what {@code late} is {@code frames} later. */
    static double correlation(double[] early, double[] late, int frames) {
        return correlation(
                Arrays.copyOfRange(early, Math.max(0, -frames), early.length - Math.max(0, frames)),
                Arrays.copyOfRange(late, Math.max(0, frames), late.length - Math.max(0, -frames)));
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private Statistics() {}
}
