package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.contracts.RenderRequest.Engine;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of a job: its events, folded. Value of the compacted {@link Topics#JOBS}; the outside sees a {@link JobView} of
 * it.
 *
 * <p>The fold stands whatever delivery does to the events: the first terminal event wins, an event that comes again or
 * tells of an attempt already overtaken changes nothing, and a job may begin with any event, though {@code accepted} or
 * {@code rejected} is the first that a farm sends. What {@code accepted} says is taken in whenever it comes.
 *
 * @param sequence how many changes made this state; grows with every one
 * @param tenant null, as all the facts down to {@code chunks}, until {@code accepted} was seen
 * @param attempt the latest attempt heard of, from 1; 0 before the first
 * @param worker who claimed that attempt, null while unknown
 * @param committedFrames frames of the video that are safe in the ledger
 * @param progress how far the latest attempt is; null before its first word and after the end
 * @param result the video, only of a completed job
 * @param fault why it ended, only of a failed job
 * @param message what people should read about the end
 * @param createdAt when it was accepted; until that is known, the time of its first event
 * @param claimedAt when the latest attempt began
 * @param callback null where nobody asked for one
 * @param intake what the ingest service has to remember of the request; null until it was answered
 * @param queue how it waits for a worker; null until {@code accepted} was seen, and of jobs of older farms
 * @param deletion null unless somebody deleted the job; then nothing else is left of it but its id, status, tenant and times
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false)
public record JobState(
        JobId jobId,
        long sequence,
        JobStatus status,
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
        Progress progress,
        JobEvent.Completed result,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations,
        Fault fault,
        String message,
        Instant createdAt,
        Instant claimedAt,
        Instant updatedAt,
        Instant endedAt,
        Callback callback,
        Intake intake,
        QueueEntry queue,
        Deletion deletion) {

    public JobState {
        requireNonNull(jobId, "jobId");
        requireNonNull(status, "status");
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        violations = violations == null ? List.of() : List.copyOf(violations);
        callback = callback == null || !status.terminal() ? callback : ended(callback, status, endedAt);
    }

    /** However a job came to its end, its webhook is to be called about it; older farms' states do not say so. */
    private static Callback ended(Callback callback, JobStatus status, Instant at) {
        boolean known = callback.status() != Callback.Status.PENDING
                || callback.notices().stream().anyMatch(notice -> notice.event().terminal());
        return known ? callback : callback.happened(WebhookEvent.end(status), 0, at);
    }

    /** The state of a job of which {@code event} is the first that was heard. */
    public static JobState first(CloudEvent event) {
        return JobFold.of(event.subject()).apply(event);
    }

    /** The state after {@code event}; this very instance if the event changes nothing. */
    public JobState apply(CloudEvent event) {
        return JobFold.of(this).apply(event);
    }

    /**
     * The state of a job after {@code event}; the very one that was known if the event changes nothing.
     *
     * @param known null where nothing was known of the job
     * @param queuedAt when the job joins the queue, if the event has its plan and it has not joined before
     */
    public static JobState after(JobState known, CloudEvent event, Instant queuedAt) {
        JobFold fold = known == null ? JobFold.of(event.subject()) : JobFold.of(known);
        return fold.queuedAt(queuedAt).apply(event);
    }

    /** Whether an {@code accepted} event with a plan lets the job join the queue, which happens once. */
    public boolean waitsForPlan() {
        return !status.terminal() && (intake == null || intake.queuedAt() == null);
    }

    /** Whether the job is in the queue and its ticket is still to be published. */
    public boolean waitsForTicket() {
        return !status.terminal()
                && intake != null
                && intake.queuedAt() != null
                && intake.settings() != null
                && intake.asked() != null
                && queue != null
                && queue.isWaiting();
    }

    /** Whether the job's ticket is out and no worker has begun. */
    public boolean hasTicket() {
        return status == JobStatus.ACCEPTED && intake != null && intake.queuedAt() != null && !waitsForTicket();
    }

    /**
     * What the ticket will be made of.
     *
     * @throws IllegalStateException unless the job {@link #waitsForTicket}
     */
    public RenderPlan plan() {
        if (!waitsForTicket()) {
            throw new IllegalStateException("Job %s does not wait for a ticket".formatted(jobId));
        }
        return new RenderPlan(
                jobId,
                intake.settings(),
                width,
                height,
                queue.chunks(),
                intake.asked().picture(),
                queue.voices(),
                null,
                intake.warnings(),
                null,
                queue.faces(),
                queue.phonemes());
    }

    public Priority priority() {
        return queue == null ? Priority.NORMAL : queue.priority();
    }

    /** The fingerprint of the request that this job was made of, or of the one that was rejected; null if unknown. */
    public String fingerprint() {
        return intake == null ? null : intake.fingerprint();
    }

    public List<Warning> warnings() {
        return intake == null ? List.of() : intake.warnings();
    }

    /** The voices of text to speech that are heard in the video. */
    public List<String> syntheticVoices() {
        return intake == null ? List.of() : intake.syntheticVoices();
    }

    /** What was asked for, in short; null where it is not known. */
    public Asked asked() {
        return intake == null ? null : intake.asked();
    }

    /** What all that happens to the job is a part of, as W3C Trace Context writes it; null where it is not traced. */
    public String traceparent() {
        return intake == null ? null : intake.traceparent();
    }

    /** The job that this one repeats; null of others. */
    public JobId retryOf() {
        return intake == null ? null : intake.retryOf();
    }

    /** The state of a deleted job after its objects were deleted once more. */
    public JobState deletedOnceMore(Instant now) {
        return JobFold.of(this).deletion(deletion.passed(), now);
    }

    /** The state after news of the webhook's delivery. */
    public JobState withCallback(Callback news, Instant now) {
        return JobFold.of(this).callback(news, now);
    }

    /**
     * Step {@code step} of {@code steps} in window {@code window} of {@code windows}, all from 1.
     *
     * @param stepSeconds how long a step takes; null where nothing is known yet
     * @param device null on a CPU, and where it is not known
     */
    public record Progress(
            int window,
            int windows,
            int step,
            int steps,
            Double etaSeconds,
            Phase phase,
            Double stepSeconds,
            Device device) {
        public Progress {
            phase = phase == null ? Phase.RENDERING : phase;
        }

        public Progress(int window, int windows, int step, int steps, Double etaSeconds) {
            this(window, windows, step, steps, etaSeconds, Phase.RENDERING);
        }

        public Progress(int window, int windows, int step, int steps, Double etaSeconds, Phase phase) {
            this(window, windows, step, steps, etaSeconds, phase, null, null);
        }
    }

    /**
     * @param fingerprint of the request; null of jobs of older farms
     * @param queuedAt when the job joined the queue; null before. On farms without a queue it had its ticket then
     * @param warnings what the caller should know although the request was taken
     * @param syntheticVoices those of text to speech
     * @param work as {@link RenderCost#work} counts it; null of jobs of older farms
     * @param asked what was asked for, in short; null of jobs of older farms
     * @param settings all of it, until a worker begins: from then on the store has the plan
     * @param retryOf the job that this one repeats; null of others
     * @param inputs what the job was made of; empty of jobs of older farms
     * @param traceparent of the call or record that asked for the job, which all that happens to it is a part of; null
     *     where traces are not collected
     */
    public record Intake(
            String fingerprint,
            @JsonProperty("dispatchedAt") Instant queuedAt,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> syntheticVoices,
            Long work,
            Asked asked,
            RenderSettings settings,
            JobId retryOf,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> inputs,
            String traceparent) {
        public Intake {
            warnings = warnings == null ? List.of() : List.copyOf(warnings);
            syntheticVoices = syntheticVoices == null ? List.of() : List.copyOf(syntheticVoices);
            inputs = inputs == null ? List.of() : List.copyOf(inputs);
        }

        public Intake(String fingerprint, Instant queuedAt, List<Warning> warnings) {
            this(fingerprint, queuedAt, warnings, List.of(), null, null, null, null, List.of(), null);
        }

        /** Of a request that is known by nothing else. */
        static Intake of(String fingerprint) {
            return new Intake(fingerprint, null, List.of());
        }

        Intake accepted(JobEvent.Accepted event, String traceparent) {
            RenderPlan plan = event.plan();
            return plan == null
                    ? new Intake(event.fingerprint(), queuedAt, List.of())
                    : new Intake(
                            event.fingerprint(),
                            queuedAt,
                            plan.warnings(),
                            plan.syntheticVoices(),
                            RenderCost.of(plan).work(),
                            Asked.of(plan),
                            plan.settings(),
                            event.retryOf(),
                            event.inputs(),
                            traceparent);
        }

        Intake queued(Instant at) {
            return new Intake(
                    fingerprint, at, warnings, syntheticVoices, work, asked, settings, retryOf, inputs, traceparent);
        }

        /** It waits for a worker once more. */
        Intake again(RenderPlan plan) {
            return new Intake(
                    fingerprint,
                    queuedAt,
                    warnings,
                    syntheticVoices,
                    work,
                    asked,
                    plan.settings(),
                    retryOf,
                    inputs,
                    traceparent);
        }

        /** A worker has begun. */
        Intake begun() {
            return settings == null
                    ? this
                    : new Intake(
                            fingerprint,
                            queuedAt,
                            warnings,
                            syntheticVoices,
                            work,
                            asked,
                            null,
                            retryOf,
                            inputs,
                            traceparent);
        }
    }
}
