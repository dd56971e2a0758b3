package dev.parley.testkit;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** How far a counter has come. */
public final class Counters {
    /**
     * @param name without {@code _total}
     * @param labels names and values, in turn; all that the series has
     * @return 0 if there is no such series
     */
    public static double value(PrometheusRegistry registry, String name, String... labels) {
        CounterSnapshot found = (CounterSnapshot)
                registry.scrape(name::equals).stream().findFirst().orElseThrow();
        return found.getDataPoints().stream()
                .filter(point -> point.getLabels().equals(Labels.of(labels)))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .findFirst()
                .orElse(0);
    }

    private Counters() {}
}
