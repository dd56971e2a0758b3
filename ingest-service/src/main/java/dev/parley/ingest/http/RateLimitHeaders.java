package dev.parley.ingest.http;

import dev.parley.contracts.JobView;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.quota.Quotas;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells those who ask for jobs how much is left of their tenant's quota. */
@Singleton
public class RateLimitHeaders {
    private final Access access;
    private final Quotas quotas;

    @Inject
    RateLimitHeaders(Access access, Quotas quotas) {
        this.access = access;
        this.quotas = quotas;
    }

    @ServerResponseFilter
    public void add(ContainerRequestContext call, ContainerResponseContext answer) {
        if (call.getMethod().equals("POST") && call.getUriInfo().getPath().startsWith("/v1/jobs")) {
            tenant(answer).ifPresent(tenant -> quotas.headers(tenant)
                    .forEach((name, value) -> answer.getHeaders().putSingle(name, value)));
        }
    }

    /** Without keys a request says whose it is, and only an answer with a job repeats it. */
    private Optional<String> tenant(ContainerResponseContext answer) {
        return access.tenant()
                .or(() -> answer.getEntity() instanceof JobView job
                        ? Optional.ofNullable(job.tenant())
                        : Optional.empty());
    }
}
