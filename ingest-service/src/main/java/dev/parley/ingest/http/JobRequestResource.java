package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderSettings;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.store.ObjectStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** What a job was asked for, with every default filled in: a request that can be sent again, as it is or changed. */
@Path("/v1/jobs/{id}/request")
@Blocking
public class JobRequestResource {
    private final JobTable table;
    private final ObjectStore store;

    @Inject
    JobRequestResource(JobTable table, ObjectStore store) {
        this.table = table;
        this.store = store;
    }

    /** Without ids and webhook; with inputs as {@code inputs/<sha256>}. */
    @GET
    public RenderSettings request(@RestPath String id) {
        JobState job = JobsResource.find(table, id);
        if (job.intake() != null && job.intake().settings() != null) {
            return job.intake().settings();
        }
        return store.getText(ObjectKeys.plan(job.jobId()))
                .map(json -> Json.read(json, RenderPlan.class).settings())
                .orElseThrow(() -> ProblemException.notFound(
                        "no-request",
                        "The request is not known",
                        "Job %s was rejected, or its files were deleted".formatted(job.jobId())));
    }
}
