package dev.parley.ingest.watch;

import dev.parley.ingest.Ticker;
import dev.parley.kit.store.ObjectStore;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether the store answers, and since when. */
@ApplicationScoped
class StorePulse {
    /** With the four seconds that a pulse may take, a store that hangs is known after seven. */
    private static final Duration TURN = Duration.ofSeconds(3);

    private final ObjectStore store;
    private final Pulse pulse;

    @Inject
    StorePulse(ObjectStore store, PrometheusRegistry registry, Clock clock) {
        this.store = store;
        this.pulse = new Pulse("store", clock);
        GaugeWithCallback.builder()
                .name("parley_store_answers")
                .help("1 while the object store responds to this service")
                .callback(callback -> callback.call(isAway() ? 0 : 1))
                .register(registry);
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "store pulse", () -> pulse.feel(store::feelPulse));
    }

    /** Nothing while it does not answer. */
    Optional<Instant> answersSince() {
        return pulse.answersSince();
    }

    boolean isAway() {
        return pulse.isAway();
    }
}
