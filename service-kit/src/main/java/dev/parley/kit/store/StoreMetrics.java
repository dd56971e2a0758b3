package dev.parley.kit.store;

import dev.parley.kit.telemetry.Buckets;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.List;

/** How the store is called by this service, by operation. */
final class StoreMetrics {
    /** Those that are made again and again, so that a rate of their errors has a beginning. */
    private static final List<String> COMMON =
            List.of("put", "put if absent", "get", "download", "stat", "list", "delete", "open");

    private final Counter errors;
    private final Histogram seconds;

    StoreMetrics(PrometheusRegistry registry) {
        errors = Counter.builder()
                .name("parley_store_errors_total")
                .help("Calls of the object store that failed; an object that is not there is no failure")
                .labelNames("operation")
                .register(registry);
        seconds = Histogram.builder()
                .name("parley_store_seconds")
                .unit(Unit.SECONDS)
                .help("How long the object store takes, until it fails too")
                .classicUpperBounds(Buckets.work())
                .labelNames("operation")
                .register(registry);
        COMMON.forEach(operation -> errors.initLabelValues(label(operation)));
    }

    void took(String operation, Duration time) {
        seconds.labelValues(label(operation)).observe(time.toNanos() / 1e9);
    }

    void failed(String operation) {
        errors.labelValues(label(operation)).inc();
    }

    private static String label(String operation) {
        return operation.replace(' ', '_');
    }
}
