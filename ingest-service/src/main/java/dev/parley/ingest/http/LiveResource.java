package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.contracts.RenderPlan;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.live.LiveJobs;
import dev.parley.ingest.live.LivePlaylist;
import dev.parley.media.LiveSegment;
import dev.parley.media.MediaException;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** A video while it is rendered, as HLS: a playlist that grows, and the chunks with their sound. */
@Path("/v1/jobs/{id}/live")
@Blocking
public class LiveResource {
    private final JobTable table;
    private final LiveJobs live;

    @Inject
    LiveResource(JobTable table, LiveJobs live) {
        this.table = table;
        this.live = live;
    }

    @GET
    @Path("/playlist.m3u8")
    public Response playlist(@RestPath String id) {
        JobState job = JobsResource.find(table, id);
        if (job.committedChunks() == 0) {
            throw nothing(job);
        }
        RenderPlan plan = live.plan(job.jobId()).orElseThrow(() -> nothing(job));
        String playlist = LivePlaylist.of(
                plan.chunks(), job.committedChunks(), job.status().terminal());
        return Response.ok(playlist, "application/vnd.apple.mpegurl")
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/" + LivePlaylist.HEADER)
    public Response header(@RestPath String id) throws MediaException {
        return lasting(segment(id, 0).header());
    }

    @GET
    @Path("/{index}.m4s")
    public Response chunk(@RestPath String id, @RestPath String index) throws MediaException {
        return lasting(segment(id, index.matches("\\d{1,6}") ? Integer.parseInt(index) : -1)
                .media());
    }

    private LiveSegment segment(String id, int index) throws MediaException {
        JobState job = JobsResource.find(table, id);
        return live.segment(job.jobId(), index).orElseThrow(() -> nothing(job));
    }

    /** Chunks never change. */
    private static Response lasting(byte[] bytes) {
        return Response.ok(bytes, "video/mp4")
                .header("Cache-Control", "private, max-age=3600, immutable")
                .build();
    }

    private static ProblemException nothing(JobState job) {
        return ProblemException.notFound(
                "not-rendered",
                "Not rendered yet",
                "Job %s has %d chunks so far".formatted(job.jobId(), job.committedChunks()));
    }
}
