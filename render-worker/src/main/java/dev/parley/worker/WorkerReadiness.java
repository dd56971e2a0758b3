package dev.parley.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is a worker that would be handed a job. It is not ready before it has joined the group, nor while it drains, nor
 * while the group's coordinator has not heard of it for some seconds; it lives through all of that, for it joins again.
 */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {
    @Inject
    Worker worker;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("claims")
                .status(worker.isReady() && !worker.isDraining())
                .withData("draining", worker.isDraining())
                .build();
    }
}
