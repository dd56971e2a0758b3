package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.FixedPlans;
import dev.parley.ingest.intake.JobRetries;
import dev.parley.ingest.jobs.JobTable;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestPath;

/** Asks again for what a job failed to become. */
@Path("/v1/jobs/{id}/retry")
@Blocking
public class JobRetryResource {
    private final JobTable table;
    private final FixedPlans plans;
    private final JobRetries retries;
    private final Addresses addresses;

    @Inject
    JobRetryResource(JobTable table, FixedPlans plans, JobRetries retries, Addresses addresses) {
        this.table = table;
        this.plans = plans;
        this.retries = retries;
        this.addresses = addresses;
    }

    @POST
    public CompletionStage<Response> retry(@RestPath String id) {
        JobState job = JobsResource.find(table, id);
        if (!JobRetries.isRetriable(job.status())) {
            throw ProblemException.notRetriable(job);
        }
        return Soon.awaited(retries.retry(job, JobRequestResource.settings(job, plans)))
                .thenApply(retry -> JobsResource.answered(addresses, retry.fresh(), retry.job())
                        .build());
    }
}
