package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestDefaults;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.admission.Engines;
import dev.parley.kit.store.ObjectStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What a job was asked for, with every default filled in: a request that can be sent again, as it is or changed. */
@Path("/v1/jobs/{id}/request")
@Blocking
public class JobRequestResource {
    /** Not to be left out though they stand in what they are compared with. */
    private static final Set<String> CHOSEN = Set.of("speakers", "preset", "mode", "size", "engine");

    private final JobTable table;
    private final ObjectStore store;
    private final Engines engines;

    @Inject
    JobRequestResource(JobTable table, ObjectStore store, Engines engines) {
        this.engines = engines;
        this.table = table;
        this.store = store;
    }

    /**
     * Without ids and webhook; with inputs as {@code inputs/<sha256>}.
     *
     * @param brief leaves out what is this farm's default, so that another preset, say, brings its own numbers
     */
    @GET
    public JsonNode request(@RestPath String id, @RestQuery boolean brief) {
        RenderSettings settings = settings(JobsResource.find(table, id));
        ObjectNode request = Json.mapper().valueToTree(settings);
        if (brief) {
            removeDefaults(request, Json.mapper().valueToTree(defaults(settings)));
        }
        return request;
    }

    /** What a request would mean that has only the choices on which other defaults depend. */
    private RenderSettings defaults(RenderSettings settings) {
        RenderRequest bare = RenderRequestBuilder.builder()
                .speakers(settings.speakers())
                .preset(settings.preset())
                .mode(settings.mode())
                .size(settings.size())
                .build();
        return RequestDefaults.fill(bare, settings.engine(), engines.profile(settings.engine()));
    }

    private static void removeDefaults(ObjectNode request, JsonNode defaults) {
        for (String field : request.properties().stream().map(Map.Entry::getKey).toList()) {
            JsonNode value = request.get(field);
            if (value instanceof ObjectNode group && !field.equals("labels")) {
                removeDefaults(group, defaults.path(field));
                if (group.isEmpty()) {
                    request.remove(field);
                }
            } else if (!CHOSEN.contains(field) && value.equals(defaults.path(field))) {
                request.remove(field);
            }
        }
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
