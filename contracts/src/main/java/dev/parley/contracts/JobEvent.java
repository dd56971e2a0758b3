package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.parley.contracts.RenderRequest.Engine;
import java.util.List;
import java.util.Map;

/** Something that happened to a job; travels in a {@link CloudEvent} on {@link Topics#EVENTS}. */
public sealed interface JobEvent {
    /** The last word of the CloudEvents type, {@code dev.parley.job.<name>}. */
    @JsonIgnore
    default String name() {
        return name(getClass());
    }

    /** The name of a type of event: what its {@link JsonTypeName} says, which is the only place that does. */
    static String name(Class<? extends JobEvent> type) {
        return type.getAnnotation(JsonTypeName.class).value();
    }

    /** Whether the job ends with it. */
    @JsonIgnore
    default boolean terminal() {
        return this instanceof Rejected
                || this instanceof Completed
                || this instanceof Failed
                || this instanceof Cancelled;
    }

    /**
     * The request is sound and waits for a worker.
     *
     * @param etaSeconds a guess at when the video is there; absent where nothing is known yet
     * @param webhook where to call back; contained here so that its delivery needs no other source
     * @param fingerprint what the {@link RequestFingerprint} of the request says
     * @param plan what will be rendered
     * @param retryOf the job that this one repeats; absent of others
     * @param inputs everything in the store that the job was made of; empty in events of older farms
     */
    @JsonTypeName("accepted")
    record Accepted(
            String tenant,
            Map<String, String> labels,
            Engine engine,
            int speakers,
            int frames,
            int chunks,
            int width,
            int height,
            Double etaSeconds,
            SealedWebhook webhook,
            String fingerprint,
            RenderPlan plan,
            JobId retryOf,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> inputs)
            implements JobEvent {
        public Accepted {
            labels = labels == null ? Map.of() : Map.copyOf(labels);
            inputs = inputs == null ? List.of() : List.copyOf(inputs);
        }

        /** @param retryOf null unless the job repeats another one */
        public static Accepted of(
                RenderPlan plan,
                SealedWebhook webhook,
                RequestFingerprint fingerprint,
                JobId retryOf,
                List<String> inputs) {
            return new Accepted(
                    plan.settings().tenant(),
                    plan.settings().labels(),
                    plan.engine(),
                    plan.settings().speakers().size(),
                    plan.chunks().frames(),
                    plan.chunks().count(),
                    plan.width(),
                    plan.height(),
                    null,
                    webhook,
                    fingerprint.text(),
                    plan,
                    retryOf,
                    inputs);
        }
    }

    /**
     * The request cannot be rendered.
     *
     * @param fingerprint what the {@link RequestFingerprint} of the request says
     */
    @JsonTypeName("rejected")
    record Rejected(List<Violation> violations, Map<String, String> labels, SealedWebhook webhook, String fingerprint)
            implements JobEvent {
        public Rejected {
            violations = List.copyOf(violations);
            labels = labels == null ? Map.of() : Map.copyOf(labels);
        }
    }

    /** The job's {@link RenderTicket} is out: the next worker that is free may take it. */
    @JsonTypeName("dispatched")
    record Dispatched() implements JobEvent {}

    /** Somebody gave a job that waits another priority. */
    @JsonTypeName("prioritized")
    record Prioritized(Priority priority) implements JobEvent {
        public Prioritized {
            requireNonNull(priority, "priority");
        }
    }

    /** A worker has begun an attempt; {@code resumedChunks} of an earlier one are kept. */
    @JsonTypeName("claimed")
    record Claimed(String worker, int attempt, int resumedChunks) implements JobEvent {}

    /**
     * How far the attempt is: step {@code step} of {@code steps} in window {@code window} of {@code windows} is done, from 1.
     *
     * @param step 0 before the first one is done
     * @param etaSeconds a guess at what is left of the attempt; null where nothing is known yet
     * @param stepSeconds how long a step takes; null where nothing is known yet
     * @param device what it is rendered on; null on a CPU, and where it is not known
     */
    @JsonTypeName("progress")
    record Progress(
            int attempt,
            int window,
            int windows,
            int step,
            int steps,
            Double etaSeconds,
            Phase phase,
            Double stepSeconds,
            Device device)
            implements JobEvent {
        public Progress {
            phase = phase == null ? Phase.RENDERING : phase;
        }

        public Progress(int attempt, int window, int windows, int step, int steps, Double etaSeconds, Phase phase) {
            this(attempt, window, windows, step, steps, etaSeconds, phase, null, null);
        }

        /** The same, rendered on {@code other}; null where that is not known. */
        public Progress on(Device other) {
            return new Progress(attempt, window, windows, step, steps, etaSeconds, phase, stepSeconds, other);
        }

        public Progress(int attempt, int window, int windows, int step, int steps, Double etaSeconds) {
            this(attempt, window, windows, step, steps, etaSeconds, Phase.RENDERING);
        }
    }

    /** A chunk is committed: {@code committedFrames} of {@code frames} are safe. */
    @JsonTypeName("chunk")
    record Chunk(int attempt, int index, int chunks, int committedFrames, int frames) implements JobEvent {}

    /**
     * The attempt gave way to a job of a higher class: the job waits again.
     *
     * @param ticket id of the {@link RenderTicket} that the job keeps
     * @param plan of that ticket
     */
    @JsonTypeName("yielded")
    record Yielded(String worker, int attempt, String ticket, RenderPlan plan) implements JobEvent {
        public Yielded {
            requireNonNull(ticket, "ticket");
            requireNonNull(plan, "plan");
        }
    }

    /** All chunks are there and are being stitched. */
    @JsonTypeName("assembling")
    record Assembling(int chunks) implements JobEvent {}

    /**
     * @param syntheticVoices voices of text to speech that are heard in it
     * @param retakes how often a window came out broken and was rendered once more; absent for never
     */
    @JsonTypeName("completed")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Completed(
            String object,
            int frames,
            double videoSeconds,
            double audioSeconds,
            int width,
            int height,
            long bytes,
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> syntheticVoices,
            Integer retakes)
            implements JobEvent {
        public Completed {
            syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
        }

        /** A video in which all voices are recordings. */
        public Completed(
                String object,
                int frames,
                double videoSeconds,
                double audioSeconds,
                int width,
                int height,
                long bytes,
                String sha256) {
            this(object, frames, videoSeconds, audioSeconds, width, height, bytes, sha256, List.of(), null);
        }
    }

    @JsonTypeName("failed")
    record Failed(Fault fault, String message, int attempts) implements JobEvent {}

    @JsonTypeName("cancelled")
    record Cancelled(String reason) implements JobEvent {}

    /** Somebody wants the webhook of an ended job to be called once more. */
    @JsonTypeName("redelivery")
    record Redelivery() implements JobEvent {}

    /** Somebody deleted the job, which had ended, with its video and all that it was made of. */
    @JsonTypeName("deleted")
    record Deleted() implements JobEvent {}
}
