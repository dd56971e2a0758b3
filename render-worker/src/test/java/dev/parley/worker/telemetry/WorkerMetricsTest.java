package dev.parley.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.RenderRequest.Engine;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkerMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());

    @Test
    void timesHaveBucketsForAsLongAsTheyCanTake() {
        metrics.claimed(Instant.now(), 1);
        metrics.window(Engine.MULTITALK, Duration.ofMinutes(20));
        metrics.step(Engine.MULTITALK, Duration.ofMinutes(1));
        assertThat(longest("parley_worker_claim_latency_seconds")).isGreaterThanOrEqualTo(86_400);
        assertThat(longest("parley_worker_window_seconds")).isGreaterThanOrEqualTo(3_600);
        assertThat(longest("parley_worker_step_seconds")).isGreaterThanOrEqualTo(3_600);
        assertThat(longest("parley_worker_stage_seconds")).isGreaterThanOrEqualTo(3_600);
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
