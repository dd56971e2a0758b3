package dev.parley.ingest.watch;

import dev.parley.ingest.Ticker;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Reports whether the store answers, but is always up: without the store new inputs are refused and videos are not served,
 * but jobs with known inputs can still be accepted, viewed and canceled. No other instance could do better, so none should
 * be taken out of service.
 */
@Readiness
@ApplicationScoped
class StoreReady implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(StoreReady.class);
    private static final Duration TURN = Duration.ofSeconds(5);
    /** Need not be there; asked for by name, which any key of the farm's may do. */
    private static final String KEY = "farm/pulse";

    private final ObjectStore store;
    private volatile boolean answers = true;

    @Inject
    StoreReady(ObjectStore store, PrometheusRegistry registry) {
        this.store = store;
        GaugeWithCallback.builder()
                .name("parley_store_answers")
                .help("1 while the object store responds to this service")
                .callback(callback -> callback.call(answers ? 1 : 0))
                .register(registry);
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "store pulse", this::feel);
    }

    private void feel() {
        try {
            store.stat(KEY);
            if (!answers) {
                LOG.info("store answers");
            }
            answers = true;
        } catch (StoreException e) {
            if (answers) {
                LOG.warnf("store is not responding  cause=%s", e.getMessage());
            }
            answers = false;
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store")
                .up()
                .withData("answers", answers)
                .build();
    }
}
