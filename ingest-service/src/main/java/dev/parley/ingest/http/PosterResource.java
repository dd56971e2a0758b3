package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.admission.Inputs.MissingInputException;
import dev.parley.kit.admission.Posters;
import dev.parley.media.MediaException;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** What a job's video begins with, small, from the moment the job is accepted. */
@Path("/v1/jobs/{id}/poster")
@Blocking
public class PosterResource {
    private final JobTable table;
    private final Posters posters;

    @Inject
    PosterResource(JobTable table, Posters posters) {
        this.table = table;
        this.posters = posters;
    }

    @GET
    public Response poster(@RestPath String id) {
        JobState job = JobsResource.find(table, id);
        if (job.asked() == null || job.asked().picture() == null || job.width() == null) {
            throw none(job);
        }
        try {
            byte[] jpeg = posters.of(job.asked().picture(), job.width(), job.height());
            // A job's picture never changes; it may be deleted, which a browser need not know.
            return Response.ok(jpeg, "image/jpeg")
                    .header("Cache-Control", "private, max-age=86400")
                    .build();
        } catch (MediaException | MissingInputException e) {
            throw none(job);
        }
    }

    private static ProblemException none(JobState job) {
        return ProblemException.notFound("no-poster", "There is no picture", "Job %s has none".formatted(job.jobId()));
    }
}
