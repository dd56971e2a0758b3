package dev.parley.ingest.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.store.ObjectStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

/** What is said in a job's video and when, from the moment the job is accepted; only where text is spoken. */
@Path("/v1/jobs/{id}")
@Blocking
public class TranscriptResource {
    private final JobTable table;
    private final ObjectStore store;

    @Inject
    TranscriptResource(JobTable table, ObjectStore store) {
        this.table = table;
        this.store = store;
    }

    /** One cue for each sentence. */
    @GET
    @Path("/subtitles.vtt")
    public Response subtitles(@RestPath String id) {
        return beside(id, ObjectKeys::subtitles, "text/vtt;charset=UTF-8");
    }

    /** Sentences, words and phonemes. */
    @GET
    @Path("/phonemes.json")
    public Response phonemes(@RestPath String id) {
        return beside(id, ObjectKeys::phonemes, "application/json");
    }

    private Response beside(String id, Function<JobId, String> key, String type) {
        JobState job = JobsResource.find(table, id);
        byte[] bytes = store.get(key.apply(job.jobId()))
                .orElseThrow(() -> ProblemException.notFound(
                        "no-text",
                        "No text is spoken",
                        "Job %s has recordings only, or was cleared away".formatted(job.jobId())));
        return Response.ok(bytes, type).build();
    }
}
