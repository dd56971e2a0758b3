package dev.parley.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job as the farm told of it last. Fields are null while the farm does not know them, or if it is an older one.
 *
 * @param sequence grows with every change
 * @param engine what renders it, as {@code multitalk}
 * @param frames of the video, 25 a second
 * @param chunks parts in which the video is made
 * @param retryOf the job that this one repeats; null of others
 * @param priority in which class it waits for a worker
 * @param expiresAt when it fails if no worker has begun it; null where only the farm's limit counts
 * @param attempt which one it is, from 1; 0 before the first
 * @param committedChunks parts that are safe, whatever happens to the worker
 * @param violations why it was rejected
 * @param silentSince when the worker of a running job was last heard of, if that is too long ago; it may have failed, and then
 *     another one goes on
 * @param fault the kind of failure of a job that failed, as {@code OUT_OF_MEMORY}
 * @param message what people should read about the end
 */
public record Job(
        String jobId,
        Status status,
        long sequence,
        String tenant,
        Map<String, String> labels,
        String engine,
        Integer speakers,
        Integer width,
        Integer height,
        Integer frames,
        Integer chunks,
        String retryOf,
        Priority priority,
        Instant expiresAt,
        int attempt,
        String worker,
        int committedChunks,
        int committedFrames,
        Progress progress,
        Video video,
        List<Notice> violations,
        List<Notice> warnings,
        List<String> syntheticVoices,
        String fault,
        String message,
        Instant createdAt,
        Instant claimedAt,
        Instant updatedAt,
        Instant endedAt,
        Instant silentSince) {
    public Job {
        status = status == null ? Status.UNKNOWN : status;
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        violations = violations == null ? List.of() : List.copyOf(violations);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
    }

    /** Whether nothing more will happen to the job. */
    public boolean ended() {
        return status.terminal();
    }

    /** Where a job stands. */
    public enum Status {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("assembling")
        ASSEMBLING,
        /** A word of a newer farm. */
        @JsonEnumDefaultValue
        UNKNOWN,
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("rejected")
        REJECTED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED;

        public boolean terminal() {
            return compareTo(COMPLETED) >= 0;
        }

        /** As it stands in JSON and in queries. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The class in which a job waits for a worker. */
    public enum Priority {
        @JsonProperty("high")
        HIGH,
        @JsonProperty("normal")
        NORMAL,
        @JsonProperty("low")
        LOW,
        /** A word of a newer farm. */
        @JsonEnumDefaultValue
        UNKNOWN;

        /** As it stands in JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Step {@code step} of {@code steps} in window {@code window} of {@code windows}, all from 1. */
    public record Progress(int window, int windows, int step, int steps, Double etaSeconds, String phase) {}

    /**
     * The finished video.
     *
     * @param href where it is: a URL, or a path of the farm
     * @param seconds how long the pictures run
     * @param bytes how many the file has; 0 if the farm does not say
     * @param sha256 of the file; null if the farm does not say
     */
    public record Video(
            String href,
            int frames,
            double seconds,
            double audioSeconds,
            int width,
            int height,
            long bytes,
            String sha256) {}
}
