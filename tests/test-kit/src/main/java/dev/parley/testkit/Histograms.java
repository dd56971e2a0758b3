package dev.parley.testkit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;

/** What a histogram has heard, and what it can tell apart. */
public final class Histograms {
    /**
     * The largest bound but infinity, of a histogram that was observed at least once.
     *
     * @throws AssertionError if the histogram is not native as well
     */
    public static double longest(PrometheusRegistry registry, String name) {
        HistogramSnapshot found = (HistogramSnapshot)
                registry.scrape(name::equals).stream().findFirst().orElseThrow();
        var point = found.getDataPoints().get(0);
        if (!point.hasNativeHistogramData()) {
            throw new AssertionError(name + " is a classic histogram only");
        }
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        return buckets.getUpperBound(buckets.size() - 2);
    }

    /** How often a histogram without labels was observed. */
    public static long count(PrometheusRegistry registry, String name) {
        HistogramSnapshot found = (HistogramSnapshot)
                registry.scrape(name::equals).stream().findFirst().orElseThrow();
        return found.getDataPoints().get(0).getCount();
    }

    private Histograms() {}
}
