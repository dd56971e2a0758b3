package dev.parley.ingest.intake;

import dev.parley.contracts.Violation;
import dev.parley.kit.telemetry.Buckets;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What comes in, by the source it comes from: {@code http} or {@code topic}. */
@ApplicationScoped
public class IntakeMetrics {
    private final Counter accepted;
    private final Counter rejected;
    private final Counter repeated;
    private final Histogram latency;

    /** Where requests come from. */
    public enum Source {
        HTTP("http"),
        TOPIC("topic");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    @Inject
    public IntakeMetrics(PrometheusRegistry registry) {
        accepted = Counter.builder()
                .name("parley_requests_accepted_total")
                .help("Requests that became jobs")
                .labelNames("via")
                .register(registry);
        rejected = Counter.builder()
                .name("parley_requests_rejected_total")
                .help("Requests that cannot be rendered, once for each kind of fault found in them")
                .labelNames("via", "code")
                .register(registry);
        repeated = Counter.builder()
                .name("parley_requests_repeated_total")
                .help("Requests for jobs that were there already")
                .labelNames("via")
                .register(registry);
        latency = Histogram.builder()
                .name("parley_intake_seconds")
                .unit(Unit.SECONDS)
                .help("From a request's arrival, at the service or on the topic, to the answer")
                .classicUpperBounds(Buckets.work())
                .labelNames("via")
                .register(registry);
        for (Source source : Source.values()) {
            accepted.initLabelValues(source.word);
            repeated.initLabelValues(source.word);
            latency.initLabelValues(source.word);
        }
    }

    public void accepted(Source via) {
        accepted.labelValues(via.word).inc();
    }

    public void rejected(Source via, List<Violation> violations) {
        violations.stream().map(Violation::code).distinct().forEach(code -> rejected.labelValues(via.word, code)
                .inc());
    }

    public void repeated(Source via) {
        repeated.labelValues(via.word).inc();
    }

    public void took(Source via, double seconds) {
        latency.labelValues(via.word).observe(Math.max(0, seconds));
    }
}
