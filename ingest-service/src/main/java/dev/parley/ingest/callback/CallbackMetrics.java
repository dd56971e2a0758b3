package dev.parley.ingest.callback;

import dev.parley.contracts.Callback;
import dev.parley.contracts.JobId;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.telemetry.Buckets;
import dev.parley.kit.telemetry.Exemplar;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How the webhooks go. */
@ApplicationScoped
class CallbackMetrics {
    private final Counter attempts;
    private final Counter exhausted;
    private final Histogram lag;

    @Inject
    CallbackMetrics(PrometheusRegistry registry, JobTable table, Clock clock) {
        attempts = Counter.builder()
                .name("parley_webhook_attempts_total")
                .help("Calls made, by what they came to")
                .labelNames("result")
                .register(registry);
        exhausted = Counter.builder()
                .name("parley_webhook_exhausted_total")
                .help("Calls given up: their receivers never heard of what happened")
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_webhook_pending")
                .help("Jobs whose webhook is still to be called, of the whole farm")
                .callback(callback -> callback.call(table.index().uncalled().size()))
                .register(registry);
        lag = Histogram.builder()
                .name("parley_webhook_lag_seconds")
                .unit(Unit.SECONDS)
                .help("From what happened until its receiver knew of it, or was given up")
                .classicUpperBounds(Buckets.jobs())
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_webhook_oldest_due_seconds")
                .unit(Unit.SECONDS)
                .help(
                        "How long ago the oldest of what happened that its receiver does not know of; 0 where there is none")
                .callback(callback -> callback.call(oldestDue(table, clock.instant())))
                .register(registry);
        attempts.initLabelValues("delivered");
    }

    private static double oldestDue(JobTable table, Instant now) {
        return table.index().uncalled().stream()
                .flatMap(job -> table.find(job).stream())
                .filter(state -> state.callback() != null && state.callback().due())
                .mapToDouble(state -> seconds(state.callback().next(), now))
                .max()
                .orElse(0);
    }

    private static double seconds(Callback.Notice notice, Instant now) {
        return Math.max(0, Duration.between(notice.at(), now).toMillis() / 1000.0);
    }

    void called(CallResult result) {
        attempts.labelValues(result.word()).inc();
    }

    /** Nothing more will be tried for {@code notice}. */
    void settled(JobId job, Callback.Notice notice, Instant now) {
        lag.observeWithExemplar(seconds(notice, now), Exemplar.of(job));
    }

    void exhausted() {
        exhausted.inc();
    }
}
