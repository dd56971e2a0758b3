package dev.parley.ingest.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports whether the store answers, but is always up: without the store new inputs are refused and videos are not served,
 * but jobs with known inputs can still be accepted, viewed and canceled. No other instance could do better, so none should
 * be taken out of service.
 */
@Readiness
@ApplicationScoped
class StoreReady implements HealthCheck {
    private final StorePulse store;

    @Inject
    StoreReady(StorePulse store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store")
                .up()
                .withData("answers", !store.isAway())
                .build();
    }
}
