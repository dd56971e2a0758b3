package dev.parley.ingest.jobs;

import static dev.parley.testkit.Histograms.longest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.ingest.intake.IntakeMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobTimesTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void timesHaveBucketsForAsLongAsTheyCanTake() {
        JobMetrics metrics = new JobMetrics(registry, new JobIndex());
        JobState accepted = States.accepted(Instant.EPOCH);
        JobState claimed = States.after(accepted, Instant.EPOCH.plusSeconds(7_200), new JobEvent.Claimed("w", 1, 0));
        metrics.changed(accepted, claimed);
        metrics.changed(claimed, States.after(claimed, Instant.EPOCH.plusSeconds(9_000), new JobEvent.Cancelled(null)));
        new IntakeMetrics(registry).took(IntakeMetrics.Source.TOPIC, 1);
        assertThat(longest(registry, "parley_job_seconds")).isGreaterThanOrEqualTo(86_400);
        assertThat(longest(registry, "parley_queue_wait_seconds")).isGreaterThanOrEqualTo(86_400);
        assertThat(longest(registry, "parley_intake_seconds")).isGreaterThanOrEqualTo(3_600);
    }
}
