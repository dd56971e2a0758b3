package dev.parley.ingest.http;

import dev.parley.ingest.access.Access;
import dev.parley.ingest.quota.Quotas;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What tenants use and may use: the caller's, or all for those who see all. */
@Path("/v1/usage")
@Blocking
public class UsageResource {
    private final Access access;
    private final Quotas quotas;

    record UsageList(List<Quotas.Usage> tenants) {}

    @Inject
    UsageResource(Access access, Quotas quotas) {
        this.access = access;
        this.quotas = quotas;
    }

    @GET
    public UsageList usage() {
        return new UsageList(
                access.tenant().map(tenant -> List.of(quotas.usage(tenant))).orElseGet(quotas::all));
    }
}
