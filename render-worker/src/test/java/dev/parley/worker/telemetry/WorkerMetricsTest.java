package dev.parley.worker.telemetry;

import static dev.parley.testkit.Histograms.longest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderRequest.Engine;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
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
        metrics.window(JobId.create(Instant.now()), Engine.MULTITALK, Duration.ofMinutes(20));
        metrics.step(Engine.MULTITALK, Duration.ofMinutes(1));
        assertThat(longest(registry, "parley_worker_claim_latency_seconds")).isGreaterThanOrEqualTo(86_400);
        assertThat(longest(registry, "parley_worker_window_seconds")).isGreaterThanOrEqualTo(3_600);
        assertThat(longest(registry, "parley_worker_step_seconds")).isGreaterThanOrEqualTo(3_600);
        assertThat(longest(registry, "parley_worker_stage_seconds")).isGreaterThanOrEqualTo(3_600);
    }
}
