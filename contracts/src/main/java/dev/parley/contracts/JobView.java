package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.RenderRequest.Engine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job as the outside sees it, in REST answers, server-sent events and webhook calls: a {@link JobState} without what is
 * nobody's business.
 *
 * @param sequence grows with every change; the id of its server-sent event
 * @param syntheticVoices voices of text to speech that are heard in the video, by the speakers from left to right
 * @param video where it is and what it is, once the job is completed
 */
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
        Callback callback) {

    public JobView {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        violations = violations == null ? List.of() : List.copyOf(violations);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
    }

    /** With addresses that are paths of the ingest service. */
    public static JobView of(JobState state) {
        return of(state, "");
    }

    /** @param farm what addresses begin with, as {@code https://farm.example}; empty for mere paths */
    public static JobView of(JobState state, String farm) {
        return new JobView(
                state.jobId(),
                state.status(),
                state.sequence(),
                state.tenant(),
                state.labels(),
                state.engine(),
                state.speakers(),
                state.width(),
                state.height(),
                state.frames(),
                state.chunks(),
                state.attempt(),
                state.worker(),
                state.committedChunks(),
                state.committedFrames(),
                state.progress(),
                state.result() == null ? null : Video.of(farm, state.jobId(), state.result()),
                state.violations(),
                state.warnings(),
                state.syntheticVoices(),
                state.fault(),
                state.message(),
                state.createdAt(),
                state.claimedAt(),
                state.updatedAt(),
                state.endedAt(),
                state.callback() == null ? null : Callback.of(state.callback()));
    }

    /**
     * The finished video.
     *
     * @param href leads to it: a URL where the farm knows its own (PARLEY_PUBLIC_URL), else a path of the ingest service
     * @param seconds how long the pictures run
     * @param audioSeconds how long the sound runs; within one frame of {@code seconds}
     */
    public record Video(
            String href,
            int frames,
            double seconds,
            double audioSeconds,
            int width,
            int height,
            long bytes,
            String sha256) {
        static Video of(String farm, JobId job, JobEvent.Completed done) {
            return new Video(
                    farm + "/v1/jobs/" + job + "/video",
                    done.frames(),
                    done.videoSeconds(),
                    done.audioSeconds(),
                    done.width(),
                    done.height(),
                    done.bytes(),
                    done.sha256());
        }
    }

    /** How the webhook's delivery goes; without its secret. */
    public record Callback(
            String url, JobState.Callback.Status status, int attempts, Instant nextAttemptAt, String lastResult) {
        static Callback of(JobState.Callback callback) {
            return new Callback(
                    callback.url(),
                    callback.status(),
                    callback.attempts(),
                    callback.nextAttemptAt(),
                    callback.lastResult());
        }
    }
}
