package dev.parley.ingest.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until all jobs of before are known: until then a job that exists would be answered with 404. */
@Readiness
@ApplicationScoped
class ViewReady implements HealthCheck {
    private final JobTable table;

    @Inject
    ViewReady(JobTable table) {
        this.table = table;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("view")
                .status(table.isRead())
                .withData("jobs", table.size())
                .build();
    }
}
