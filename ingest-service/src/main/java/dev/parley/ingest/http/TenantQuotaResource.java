package dev.parley.ingest.http;

import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.KeyRing;
import dev.parley.ingest.access.TenantQuota;
import dev.parley.ingest.quota.Quotas;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;

/** A tenant's own quota, for admins: {@link AccessGate} sees to that. */
@Path("/v1/tenants/{tenant}/quota")
@Blocking
public class TenantQuotaResource {
    private static final int MOST_BYTES = 1024;

    private final Access access;
    private final KeyRing keys;
    private final Quotas quotas;

    @Inject
    TenantQuotaResource(Access access, KeyRing keys, Quotas quotas) {
        this.access = access;
        this.keys = keys;
        this.quotas = quotas;
    }

    /** @return what the tenant uses, and what it may use from now on */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Quotas.Usage set(@RestPath String tenant, InputStream body) throws IOException {
        if (!access.isOn()) {
            throw ProblemException.withoutKeys();
        }
        keys.setQuota(tenant, Bodies.read(body, MOST_BYTES, TenantQuota.class));
        return quotas.usage(tenant);
    }
}
