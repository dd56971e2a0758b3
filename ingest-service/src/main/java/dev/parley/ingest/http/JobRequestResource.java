package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderSettings;
import dev.parley.ingest.FixedPlans;
import dev.parley.ingest.jobs.JobTable;
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
    private final FixedPlans plans;
    private final Brevity brevity;

    @Inject
    JobRequestResource(JobTable table, FixedPlans plans, Brevity brevity) {
        this.table = table;
        this.plans = plans;
        this.brevity = brevity;
    }

    /**
     * Without ids and webhook; with inputs as {@code inputs/<sha256>}.
     *
     * @param brief leaves out what is this farm's default, so that another preset, say, brings its own numbers
     */
    @GET
    public JsonNode request(@RestPath String id, @RestQuery String brief) {
        boolean isBrief = Flag.isSet("brief", brief);
        RenderSettings settings = settings(JobsResource.find(table, id), plans);
        return isBrief ? brevity.of(settings) : Json.mapper().valueToTree(settings);
    }

    static RenderSettings settings(JobState job, FixedPlans plans) {
        if (job.intake() != null && job.intake().settings() != null) {
            return job.intake().settings();
        }
        return plans.find(job.jobId())
                .map(RenderPlan::settings)
                .orElseThrow(() -> ProblemException.notFound(
                        "no-request",
                        "The request is not known",
                        "Job %s was rejected, or its files were deleted".formatted(job.jobId())));
    }
}
