package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.RenderRequest.Engine;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job as the outside sees it, in REST answers, server-sent events and webhook calls: a {@link JobState} without what is
 * nobody's business.
 *
 * @param sequence grows with every change; the id of its server-sent event
 * @param asked what the job was asked for, in short; null of jobs of older farms
 * @param retryOf the job that this one repeats; null of others
 * @param priority null as long as all the facts from the request are
 * @param expiresAt when it fails if no worker has begun it; null where only the farm's limit counts, and after the end
 * @param syntheticVoices voices of text to speech that are heard in the video, by the speakers from left to right
 * @param silentSince when the worker of a running job was last heard of, if that is longer ago than it should be; else null
 * @param video where it is and what it is, once the job is completed
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, builderMode = RecordBuilder.BuilderMode.STAGED)
public record JobView(
        JobId jobId,
        JobStatus status,
        long sequence,
        String tenant,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        Engine engine,
        Integer speakers,
        Integer width,
        Integer height,
        Integer frames,
        Integer chunks,
        Asked asked,
        JobId retryOf,
        Priority priority,
        Instant expiresAt,
        int attempt,
        String worker,
        int committedChunks,
        int committedFrames,
        JobState.Progress progress,
        Video video,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> syntheticVoices,
        Fault fault,
        String message,
        Instant createdAt,
        Instant claimedAt,
        Instant updatedAt,
        Instant endedAt,
        Instant silentSince,
        Callback callback) {

    public JobView {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        violations = violations == null ? List.of() : List.copyOf(violations);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
    }

    /** With addresses that are paths of the ingest service. */
    public static JobView of(JobState state) {
        return of(state, "", null);
    }

    /**
     * @param farm what addresses begin with, as {@code https://farm.example}; empty for mere paths
     * @param silentSince null where nobody is missing
     */
    public static JobView of(JobState state, String farm, Instant silentSince) {
        return JobViewBuilder.builder()
                .jobId(state.jobId())
                .status(state.status())
                .sequence(state.sequence())
                .tenant(state.tenant())
                .labels(state.labels())
                .engine(state.engine())
                .speakers(state.speakers())
                .width(state.width())
                .height(state.height())
                .frames(state.frames())
                .chunks(state.chunks())
                .asked(state.asked())
                .retryOf(state.retryOf())
                .priority(state.speakers() == null ? null : state.priority())
                .expiresAt(
                        state.queue() == null || state.status().terminal()
                                ? null
                                : state.queue().expiresAt())
                .attempt(state.attempt())
                .worker(state.worker())
                .committedChunks(state.committedChunks())
                .committedFrames(state.committedFrames())
                .progress(state.progress())
                .video(state.result() == null ? null : Video.of(farm, state.jobId(), state.result()))
                .violations(state.violations())
                .warnings(state.warnings())
                .syntheticVoices(state.syntheticVoices())
                .fault(state.fault())
                .message(state.message())
                .createdAt(state.createdAt())
                .claimedAt(state.claimedAt())
                .updatedAt(state.updatedAt())
                .endedAt(state.endedAt())
                .silentSince(silentSince)
                .callback(state.callback() == null ? null : Callback.of(state.callback()))
                .build();
    }

    /**
     * The finished video.
     *
     * @param href leads to it: a URL where the farm knows its own (PARLEY_PUBLIC_URL), else a path of the ingest service
     * @param seconds how long the pictures run
     * @param audioSeconds how long the sound runs; within one frame of {@code seconds}
     * @param retakes how often a window came out broken and was rendered once more; absent for never
     */
    @RecordBuilder
    @RecordBuilder.Options(enableWither = false, builderMode = RecordBuilder.BuilderMode.STAGED)
    public record Video(
            String href,
            int frames,
            double seconds,
            double audioSeconds,
            int width,
            int height,
            long bytes,
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer retakes) {
        static Video of(String farm, JobId job, JobEvent.Completed done) {
            return JobViewVideoBuilder.builder()
                    .href(farm + "/v1/jobs/" + job + "/video")
                    .frames(done.frames())
                    .seconds(done.videoSeconds())
                    .audioSeconds(done.audioSeconds())
                    .width(done.width())
                    .height(done.height())
                    .bytes(done.bytes())
                    .sha256(done.sha256())
                    .retakes(done.retakes())
                    .build();
        }
    }

    /** How the webhook's delivery goes; without its secret. */
    public record Callback(
            String url,
            dev.parley.contracts.Callback.Status status,
            int attempts,
            Instant nextAttemptAt,
            String lastResult) {
        static Callback of(dev.parley.contracts.Callback callback) {
            return new Callback(
                    callback.url(),
                    callback.status(),
                    callback.attempts(),
                    callback.nextAttemptAt(),
                    callback.lastResult());
        }
    }
}
