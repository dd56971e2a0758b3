package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.store.ObjectStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Finished videos: a way to the store, or the bytes themselves. */
@Path("/v1/jobs/{id}/video")
@Blocking
public class VideoResource {
    private final JobTable table;
    private final ObjectStore store;
    private final IngestConfig config;

    @Inject
    VideoResource(JobTable table, ObjectStore store, IngestConfig config) {
        this.table = table;
        this.store = store;
        this.config = config;
    }

    @GET
    public Response video(
            @RestPath String id,
            @RestQuery String stream,
            @RestQuery String download,
            @RestHeader("Range") String range,
            @RestHeader("If-Range") String ifRange,
            @RestHeader("If-None-Match") String ifNoneMatch) {
        boolean isRedirect = stream == null ? config.videoRedirect() : !Flag.isSet("stream", stream);
        boolean isDownload = Flag.isSet("download", download);
        JobState job = completed(id);
        long bytes = bytes(job);
        if (Etags.has(ifNoneMatch, etag(job))) {
            return unchanged(job);
        }
        if (isRedirect) {
            URI there = URI.create(store.presignedGet(ObjectKeys.video(job.jobId()), config.videoLink()));
            return Response.status(Response.Status.FOUND)
                    .location(there)
                    .header("Cache-Control", "no-store")
                    .build();
        }
        boolean changed = ifRange != null && !ifRange.equals(etag(job));
        Optional<ByteRange> part;
        try {
            part = ByteRange.parse(changed ? null : range, bytes);
        } catch (ByteRange.UnsatisfiableException e) {
            return Problem.of(
                            416,
                            "range-not-satisfiable",
                            "Range not satisfiable",
                            "The video has %d bytes".formatted(bytes))
                    .answer()
                    .header("Content-Range", "bytes */" + bytes)
                    .build();
        }
        ByteRange sent = part.orElse(ByteRange.whole(bytes));
        Response.ResponseBuilder answer = described(job, sent.length(), isDownload)
                .status(part.isPresent() ? 206 : 200)
                .entity(store.open(ObjectKeys.video(job.jobId()), sent.offset(), sent.length()));
        part.ifPresent(cut -> answer.header("Content-Range", cut.contentRange()));
        return answer.build();
    }

    /** As the bytes would be described; a presigned URL is for GET alone. */
    @HEAD
    public Response describe(
            @RestPath String id, @RestQuery String download, @RestHeader("If-None-Match") String ifNoneMatch) {
        boolean isDownload = Flag.isSet("download", download);
        JobState job = completed(id);
        long bytes = bytes(job);
        return Etags.has(ifNoneMatch, etag(job))
                ? unchanged(job)
                : described(job, bytes, isDownload).build();
    }

    /** To who has the video already, from here or with the hash that the job says. */
    private static Response unchanged(JobState job) {
        return Response.notModified().header("ETag", etag(job)).build();
    }

    private JobState completed(String id) {
        JobState job = JobsResource.find(table, id);
        if (job.status() != JobStatus.COMPLETED) {
            throw ProblemException.noVideoYet(job);
        }
        return job;
    }

    /** By the store, which may have let go of it. */
    private long bytes(JobState job) {
        return store.stat(ObjectKeys.video(job.jobId()))
                .orElseThrow(() -> ProblemException.videoGone(job.jobId()))
                .bytes();
    }

    private static Response.ResponseBuilder described(JobState job, long length, boolean download) {
        return Response.ok()
                .type("video/mp4")
                .header("Accept-Ranges", "bytes")
                .header("Content-Length", length)
                .header("ETag", etag(job))
                .header(
                        "Content-Disposition",
                        "%s; filename=\"%s.mp4\"".formatted(download ? "attachment" : "inline", job.jobId()));
    }

    private static String etag(JobState job) {
        return "\"" + job.result().sha256() + "\"";
    }
}
