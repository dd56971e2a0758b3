package dev.parley.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is a worker that would be handed a job. It is not ready before it has joined the group, nor while it drains, nor
 * while the group's coordinator has not heard of it for some seconds; it lives through all of that, for it joins again. Nor is
 * it on a machine that cannot be trusted: {@code problem} says why; nor before the models are there that it brings: {@code
 * models} says how far it is.
 */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {
    @Inject
    Worker worker;

    @Override
    public HealthCheckResponse call() {
        return answer(worker.isReady(), worker.isDraining(), worker.problem(), worker.missingModels());
    }

    static HealthCheckResponse answer(
            boolean ready, boolean draining, Optional<String> problem, Optional<String> models) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("claims")
                .status(ready && !draining && problem.isEmpty() && models.isEmpty())
                .withData("draining", draining);
        problem.ifPresent(found -> answer.withData("problem", found));
        models.ifPresent(missing -> answer.withData("models", missing));
        return answer.build();
    }
}
