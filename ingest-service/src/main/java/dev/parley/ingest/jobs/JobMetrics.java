package dev.parley.ingest.jobs;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.WireName;
import dev.parley.kit.telemetry.Buckets;
import dev.parley.kit.telemetry.Exemplar;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;

/**
 * What the jobs of the farm come to. The gauges are of the whole farm, alike in every instance; counters and histograms are
 * of the changes this instance folded, each change in one instance only.
 */
@ApplicationScoped
class JobMetrics {
    private final Counter ended;
    private final Counter unreadable;
    private final Histogram queueWait;
    private final Histogram firstSegment;
    private final Histogram total;

    @Inject
    JobMetrics(PrometheusRegistry registry, JobTable table) {
        this(registry, table.index());
    }

    JobMetrics(PrometheusRegistry registry, JobIndex index) {
        ended = Counter.builder()
                .name("parley_jobs_ended_total")
                .help("Finished jobs, by status and fault")
                .labelNames("status", "fault")
                .register(registry);
        unreadable = Counter.builder()
                .name("parley_events_unreadable_total")
                .help("Records on parley.events that are not events")
                .register(registry);
        queueWait = Histogram.builder()
                .name("parley_queue_wait_seconds")
                .unit(Unit.SECONDS)
                .help("Time from accepted to first claim")
                .classicUpperBounds(Buckets.jobs())
                .register(registry);
        firstSegment = Histogram.builder()
                .name("parley_time_to_first_segment_seconds")
                .unit(Unit.SECONDS)
                .help("Time from accepted to the first seconds of video")
                .classicUpperBounds(Buckets.jobs())
                .register(registry);
        total = Histogram.builder()
                .name("parley_job_seconds")
                .unit(Unit.SECONDS)
                .help("Time from accepted to finished")
                .classicUpperBounds(Buckets.jobs())
                .labelNames("status")
                .register(registry);
        gauges(registry, index);
        // A series that begins with its first job would hide that job from every rate.
        ended.initLabelValues(JobStatus.COMPLETED.word(), "");
        total.initLabelValues(JobStatus.COMPLETED.word());
        for (Fault fault : Fault.values()) {
            ended.initLabelValues(JobStatus.FAILED.word(), WireName.label(fault));
        }
    }

    private static void gauges(PrometheusRegistry registry, JobIndex index) {
        GaugeWithCallback.builder()
                .name("parley_jobs")
                .help("Jobs by status, of those the farm still knows")
                .labelNames("status")
                .callback(callback -> {
                    for (JobStatus status : JobStatus.values()) {
                        callback.call(index.count(status), status.word());
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_queue_depth")
                .help("Accepted jobs that no worker has claimed yet")
                .callback(callback -> callback.call(index.queueDepth()))
                .register(registry);
    }

    void unreadable() {
        unreadable.inc();
    }

    /** @param before null where the job was not known */
    void changed(JobState before, JobState after) {
        if (after.deletion() != null) {
            return;
        }
        boolean begun = before != null && before.claimedAt() == null && before.attempt() == 0;
        if (begun && after.claimedAt() != null && after.attempt() == 1) {
            observe(queueWait, after, after.claimedAt());
        }
        if (before != null && before.committedFrames() == 0 && after.committedFrames() > 0) {
            observe(firstSegment, after, after.updatedAt());
        }
        boolean endedBefore = before != null && before.status().terminal();
        if (after.status().terminal() && !endedBefore) {
            String status = after.status().word();
            ended.labelValues(status, after.fault() == null ? "" : WireName.label(after.fault()))
                    .inc();
            observe(total.labelValues(status), after, after.endedAt());
        }
    }

    private static void observe(DistributionDataPoint times, JobState job, Instant until) {
        double seconds = Duration.between(job.createdAt(), until).toMillis() / 1000.0;
        times.observeWithExemplar(Math.max(0, seconds), Exemplar.of(job.jobId()));
    }
}
