package dev.parley.ingest.callback;

import dev.parley.ingest.jobs.JobTable;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How the webhooks go. */
@ApplicationScoped
class CallbackMetrics {
    private final Counter attempts;
    private final Counter exhausted;

    @Inject
    CallbackMetrics(PrometheusRegistry registry, JobTable table) {
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
        attempts.initLabelValues("delivered");
    }

    void called(CallResult result) {
        attempts.labelValues(result.word()).inc();
    }

    void exhausted() {
        exhausted.inc();
    }
}
