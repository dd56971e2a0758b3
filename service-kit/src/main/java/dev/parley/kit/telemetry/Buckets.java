package dev.parley.kit.telemetry;

/**
 * Upper bounds, in seconds, of the classic buckets of our histograms, for scrapers that do not read native histograms. The
 * client's defaults end at 10 s, which suits web services; a quantile beyond the last bound is reported as that bound.
 */
public final class Buckets {
    /** For what a part of the farm does in one go: 5 ms to 4 hours. */
    public static double[] work() {
        return new double[] {
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600,
            7_200, 14_400
        };
    }

    /** For what a job takes, or waits for: 10 ms to 3 days. */
    public static double[] jobs() {
        return new double[] {
            0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800,
            86_400, 259_200
        };
    }

    private Buckets() {}
}
