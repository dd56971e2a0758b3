package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jboss.resteasy.reactive.RestQuery;

/** What a job was asked for, with every default filled in: a request that can be sent again, as it is or changed. */
@Path("/v1/jobs/{id}/request")
@Blocking
public class JobRequestResource {
    private final JobTable table;
    private final ObjectStore store;
    private final Brevity brevity;

    @Inject
    JobRequestResource(JobTable table, ObjectStore store, Brevity brevity) {
        this.table = table;
        this.store = store;
        this.brevity = brevity;
    }

    /**
     * Without ids and webhook; with inputs as {@code inputs/<sha256>}.
     *
     * @param brief leaves out what is this farm's default, so that another preset, say, brings its own numbers
     */
    @GET
    public JsonNode request(@RestPath String id, @RestQuery boolean brief) {
        RenderSettings settings = settings(JobsResource.find(table, id));
        return brief ? brevity.of(settings) : Json.mapper().valueToTree(settings);
    }

    private RenderSettings settings(JobState job) {
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
