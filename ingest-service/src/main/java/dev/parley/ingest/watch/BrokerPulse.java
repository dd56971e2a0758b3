package dev.parley.ingest.watch;

import dev.parley.ingest.Ticker;
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
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Whether Kafka answers, and since when. */
@ApplicationScoped
public class BrokerPulse {
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final Pulse pulse;

    @Inject
    BrokerPulse(Admin admin, PrometheusRegistry registry, Clock clock) {
        this.admin = admin;
        this.pulse = new Pulse("broker", clock);
        GaugeWithCallback.builder()
                .name("parley_broker_answers")
                .help("1 while Kafka responds to this service")
                .callback(callback -> callback.call(isAway() ? 0 : 1))
                .register(registry);
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(
                TURN,
                "broker pulse",
                () -> pulse.feel(() -> admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
    }

    /** Nothing while it does not answer. */
    public Optional<Instant> answersSince() {
        return pulse.answersSince();
    }

    /** Whether it is known to be away, so that calls need not wait to find out. */
    public boolean isAway() {
        return pulse.isAway();
    }
}
