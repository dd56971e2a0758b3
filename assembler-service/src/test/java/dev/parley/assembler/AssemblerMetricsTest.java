package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import org.junit.jupiter.api.Test;

class AssemblerMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void stagesHaveBucketsForAsLongAsTheyCanTake() {
        new AssemblerMetrics(registry).timed(AssemblerMetrics.Stage.UPLOAD, () -> "done");
        assertThat(longest("parley_assembler_stage_seconds")).isGreaterThanOrEqualTo(3_600);
    }

    /** The largest bound but infinity. */
    private double longest(String name) {
        HistogramSnapshot found = (HistogramSnapshot)
                registry.scrape(name::equals).stream().findFirst().orElseThrow();
        var point = found.getDataPoints().get(0);
        assertThat(point.hasNativeHistogramData()).as("native as well").isTrue();
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        return buckets.getUpperBound(buckets.size() - 2);
    }
}
