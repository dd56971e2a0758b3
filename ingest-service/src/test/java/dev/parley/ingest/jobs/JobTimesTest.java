package dev.parley.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.ingest.intake.IntakeMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobTimesTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void timesHaveBucketsForAsLongAsTheyCanTake() {
        JobMetrics metrics = new JobMetrics(registry, new JobTable(10).index(), Clock.systemUTC());
        JobState accepted = States.accepted(Instant.EPOCH);
        JobState claimed = States.after(accepted, Instant.EPOCH.plusSeconds(7_200), new JobEvent.Claimed("w", 1, 0));
        metrics.changed(accepted, claimed);
        metrics.changed(claimed, States.after(claimed, Instant.EPOCH.plusSeconds(9_000), new JobEvent.Cancelled(null)));
        new IntakeMetrics(registry).took(IntakeMetrics.Source.TOPIC, 1);
        assertThat(longest("parley_job_seconds")).isGreaterThanOrEqualTo(86_400);
        assertThat(longest("parley_queue_wait_seconds")).isGreaterThanOrEqualTo(86_400);
        assertThat(longest("parley_intake_seconds")).isGreaterThanOrEqualTo(3_600);
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
