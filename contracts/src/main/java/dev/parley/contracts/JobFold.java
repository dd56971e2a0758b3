package dev.parley.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One step of the fold of events into a {@link JobState}: takes a state apart, lets an event change it, puts it together.
 * Each rule lets a fact only grow, which is why an event that comes twice, late or out of order does no harm.
 */
final class JobFold {
    private final JobState before;
    private final JobId jobId;
    private long sequence;
    private JobStatus status;
    private String tenant;
    private Map<String, String> labels;
    private RenderRequest.Engine engine;
    private Integer speakers;
    private Integer width;
    private Integer height;
    private Integer frames;
    private Integer chunks;
    private int attempt;
    private String worker;
    private int committedChunks;
    private int committedFrames;
    private JobState.Progress progress;
    private JobEvent.Completed result;
    private List<Violation> violations;
    private Fault fault;
    private String message;
    private Instant createdAt;
    private Instant claimedAt;
    private Instant updatedAt;
    private Instant endedAt;
    private JobState.Callback callback;
    private JobState.Intake intake;
    private Instant dispatchedAt;

    /** A job of which nothing is known yet. */
    static JobFold of(JobId jobId) {
        return new JobFold(jobId);
    }

    static JobFold of(JobState state) {
        return new JobFold(state);
    }

    private JobFold(JobId jobId) {
        this.before = null;
        this.jobId = jobId;
        this.status = JobStatus.ACCEPTED;
    }

    private JobFold(JobState state) {
        before = state;
        jobId = state.jobId();
        sequence = state.sequence();
        status = state.status();
        tenant = state.tenant();
        labels = state.labels();
        engine = state.engine();
        speakers = state.speakers();
        width = state.width();
        height = state.height();
        frames = state.frames();
        chunks = state.chunks();
        attempt = state.attempt();
        worker = state.worker();
        committedChunks = state.committedChunks();
        committedFrames = state.committedFrames();
        progress = state.progress();
        result = state.result();
        violations = state.violations();
        fault = state.fault();
        message = state.message();
        createdAt = state.createdAt();
        claimedAt = state.claimedAt();
        updatedAt = state.updatedAt();
        endedAt = state.endedAt();
        callback = state.callback();
        intake = state.intake();
    }

    /** The job became claimable then, unless it did before. */
    JobFold dispatchedAt(Instant at) {
        dispatchedAt = at;
        return this;
    }

    JobState apply(CloudEvent event) {
        if (!event.subject().equals(jobId)) {
            throw new IllegalArgumentException(
                    "Cannot apply event %s of job %s to job %s".formatted(event.id(), event.subject(), jobId));
        }
        boolean news = changes(event.data(), event.time()) || before == null;
        return news ? changed(event.time()) : before;
    }

    JobState callback(JobState.Callback news, Instant now) {
        callback = news;
        return changed(now);
    }

    /** Lets the event work on the fields; says whether it did. */
    private boolean changes(JobEvent event, Instant time) {
        if (event instanceof JobEvent.Accepted accepted) {
            return accept(accepted, time);
        }
        if (status.terminal()) {
            return false;
        }
        if (event instanceof JobEvent.Claimed claimed) {
            return claim(claimed, time);
        }
        if (event instanceof JobEvent.Progress step) {
            return progress(step);
        }
        if (event instanceof JobEvent.Chunk chunk) {
            return commit(chunk);
        }
        if (event instanceof JobEvent.Assembling assembling) {
            return assemble(assembling);
        }
        end(event, time);
        return true;
    }

    /** Even after the end: a job that a worker finished first still has somebody who waits for the callback. */
    private boolean accept(JobEvent.Accepted event, Instant time) {
        boolean dispatched = dispatch();
        boolean known = speakers != null;
        if (known) {
            return dispatched;
        }
        intake = intakeSoFar().accepted(event);
        tenant = event.tenant();
        labels = event.labels();
        engine = event.engine();
        speakers = event.speakers();
        width = event.width();
        height = event.height();
        frames = event.frames();
        chunks = event.chunks();
        createdAt = time;
        callFor(event.webhook());
        return true;
    }

    private boolean dispatch() {
        if (dispatchedAt == null || intake != null && intake.dispatchedAt() != null) {
            return false;
        }
        intake = intakeSoFar().dispatched(dispatchedAt);
        return true;
    }

    private JobState.Intake intakeSoFar() {
        return intake == null ? JobState.Intake.of(null) : intake;
    }

    private boolean claim(JobEvent.Claimed event, Instant time) {
        boolean names = event.attempt() == attempt && worker == null;
        if (event.attempt() <= attempt && !names) {
            return false;
        }
        begin(event.attempt());
        worker = event.worker();
        claimedAt = time;
        committedChunks = Math.max(committedChunks, event.resumedChunks());
        return true;
    }

    private boolean progress(JobEvent.Progress event) {
        boolean further = progress == null || isFurther(event);
        if (event.attempt() < attempt || event.attempt() == attempt && !further) {
            return false;
        }
        begin(event.attempt());
        progress = new JobState.Progress(
                event.window(), event.windows(), event.step(), event.steps(), event.etaSeconds(), event.phase());
        return true;
    }

    private boolean isFurther(JobEvent.Progress event) {
        if (event.window() != progress.window()) {
            return event.window() > progress.window();
        }
        return event.step() > progress.step()
                || event.step() == progress.step() && event.phase().compareTo(progress.phase()) > 0;
    }

    private boolean commit(JobEvent.Chunk event) {
        boolean overtaken = event.attempt() < attempt;
        boolean old = event.attempt() == attempt && event.committedFrames() <= committedFrames;
        if (overtaken || old) {
            return false;
        }
        begin(event.attempt());
        committedChunks = Math.max(committedChunks, event.index() + 1);
        committedFrames = Math.max(committedFrames, event.committedFrames());
        frames = frames == null ? Integer.valueOf(event.frames()) : frames;
        chunks = chunks == null ? Integer.valueOf(event.chunks()) : chunks;
        return true;
    }

    private boolean assemble(JobEvent.Assembling event) {
        if (status == JobStatus.ASSEMBLING) {
            return false;
        }
        status = JobStatus.ASSEMBLING;
        chunks = chunks == null ? Integer.valueOf(event.chunks()) : chunks;
        return true;
    }

    /** The job is worked on by {@code latest}; if that is news, what the attempt before was doing is void. */
    private void begin(int latest) {
        if (status == JobStatus.ACCEPTED) {
            status = JobStatus.RUNNING;
        }
        if (latest > attempt) {
            attempt = latest;
            worker = null;
            claimedAt = null;
            progress = null;
        }
    }

    private void end(JobEvent event, Instant time) {
        endedAt = time;
        progress = null;
        if (event instanceof JobEvent.Completed completed) {
            status = JobStatus.COMPLETED;
            result = completed;
        } else if (event instanceof JobEvent.Rejected rejected) {
            status = JobStatus.REJECTED;
            violations = rejected.violations();
            labels = labels == null || labels.isEmpty() ? rejected.labels() : labels;
            callFor(rejected.webhook());
            intake = intake == null ? JobState.Intake.of(rejected.fingerprint()) : intake;
        } else if (event instanceof JobEvent.Failed failed) {
            status = JobStatus.FAILED;
            fault = failed.fault();
            message = failed.message();
            attempt = Math.max(attempt, failed.attempts());
        } else if (event instanceof JobEvent.Cancelled cancelled) {
            status = JobStatus.CANCELLED;
            message = cancelled.reason();
        } else {
            throw new IllegalStateException("No rule folds a '%s' event".formatted(event.name()));
        }
    }

    private void callFor(SealedWebhook webhook) {
        if (callback == null && webhook != null && webhook.url() != null) {
            callback = JobState.Callback.pending(webhook);
        }
    }

    private JobState changed(Instant now) {
        sequence++;
        createdAt = createdAt == null ? now : createdAt;
        // Services' clocks differ; time that goes backwards would confuse whoever waits for news.
        updatedAt = updatedAt == null || now.isAfter(updatedAt) ? now : updatedAt;
        return new JobState(
                jobId,
                sequence,
                status,
                tenant,
                labels,
                engine,
                speakers,
                width,
                height,
                frames,
                chunks,
                attempt,
                worker,
                committedChunks,
                committedFrames,
                progress,
                result,
                violations,
                fault,
                message,
                createdAt,
                claimedAt,
                updatedAt,
                endedAt,
                callback,
                intake);
    }
}
