package dev.parley.ingest.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while Kafka is away: nothing could be accepted. Ready again as soon as it answers; no restart is needed. */
@Readiness
@ApplicationScoped
class BrokerReady implements HealthCheck {
    private final BrokerPulse broker;

    @Inject
    BrokerReady(BrokerPulse broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker")
                .status(broker.answersSince().isPresent())
                .build();
    }
}
