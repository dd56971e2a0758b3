package dev.parley.contracts;

import java.time.Instant;
import java.util.List;

/**
 * One step of the fold of events into a {@link JobState}: takes a state apart, lets an event change it, puts it together.
 * Each rule lets a fact only grow, which is why an event that comes twice, late or out of order does no harm.
 */
final class JobFold {
    private final JobState before;
    private final JobStateBuilder job;
    private Instant queuedAt;

    /** A job of which nothing is known yet. */
    static JobFold of(JobId jobId) {
        return new JobFold(null, JobStateBuilder.builder().jobId(jobId).status(JobStatus.ACCEPTED));
    }

    static JobFold of(JobState state) {
        return new JobFold(state, JobStateBuilder.builder(state));
    }

    /** @param before null if nothing is known of the job */
    private JobFold(JobState before, JobStateBuilder job) {
        this.before = before;
        this.job = job;
    }

    /** The job joins the queue then, if the event has its plan and it has not joined before. */
    JobFold queuedAt(Instant at) {
        queuedAt = at;
        return this;
    }

    JobState apply(CloudEvent event) {
        if (!event.subject().equals(job.jobId())) {
            throw new IllegalArgumentException(
                    "Cannot apply event %s of job %s to job %s".formatted(event.id(), event.subject(), job.jobId()));
        }
        if (before != null && before.deletion() != null) {
            return before;
        }
        if (event.data() instanceof JobEvent.Deleted) {
            return deleted(event.time());
        }
        boolean news = changes(event) || before == null;
        return news ? changed(event.time()) : before;
    }

    /**
     * What is left of a job: that there was one, so that what comes late or comes again does not bring it back. A job that
     * has not ended is kept, whoever says what; one that is not known any more has ended.
     */
    private JobState deleted(Instant time) {
        if (before != null && !before.status().terminal()) {
            return before;
        }
        List<String> inputs = before == null || before.intake() == null
                ? List.of()
                : before.intake().inputs();
        return stub(JobStateBuilder.builder().deletion(Deletion.of(time, inputs)), time);
    }

    private JobState stub(JobStateBuilder stub, Instant time) {
        return stub.jobId(job.jobId())
                .sequence(job.sequence() + 1)
                .status(before == null ? JobStatus.CANCELLED : before.status())
                .tenant(before == null ? null : before.tenant())
                .createdAt(before == null ? time : before.createdAt())
                .updatedAt(before == null || time.isAfter(before.updatedAt()) ? time : before.updatedAt())
                .endedAt(before == null ? time : before.endedAt())
                .build();
    }

    JobState deletion(Deletion news, Instant now) {
        return stub(JobStateBuilder.builder().deletion(news), now);
    }

    JobState callback(Callback news, Instant now) {
        job.callback(news);
        return changed(now);
    }

    /** Lets the event work on the fields; says whether it did. */
    private boolean changes(CloudEvent news) {
        JobEvent event = news.data();
        Instant time = news.time();
        if (event instanceof JobEvent.Accepted accepted) {
            return accept(accepted, time, news.traceparent());
        }
        if (event instanceof JobEvent.Redelivery) {
            return redeliver(time);
        }
        if (job.status().terminal()) {
            return false;
        }
        if (event instanceof JobEvent.Dispatched) {
            return dispatch(time);
        }
        if (event instanceof JobEvent.Prioritized prioritized) {
            return prioritize(prioritized);
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
        if (event instanceof JobEvent.Yielded yielded) {
            return giveWay(yielded);
        }
        if (event instanceof JobEvent.Assembling assembling) {
            return assemble(assembling, time);
        }
        end(event, time);
        return true;
    }

    /** Even after the end: a job that a worker finished first still has somebody who waits for the callback. */
    private boolean accept(JobEvent.Accepted event, Instant time, String traceparent) {
        boolean joins = joinsQueue(event);
        boolean known = job.speakers() != null;
        if (known && !joins) {
            return false;
        }
        JobState.Intake intake = intakeSoFar().accepted(event, traceparent);
        if (joins) {
            job.intake(intake.queued(queuedAt));
            job.queue(entry(event.plan(), time, false));
        } else {
            boolean begun = job.attempt() > 0 || job.status().terminal();
            job.intake(job.attempt() > 0 ? intake.begun() : intake);
            job.queue(event.plan() == null ? null : entry(event.plan(), time, begun));
        }
        if (known) { // of an older farm, which made no plan
            return true;
        }
        job.tenant(event.tenant());
        job.labels(event.labels());
        job.engine(event.engine());
        job.speakers(event.speakers());
        job.width(event.width());
        job.height(event.height());
        job.frames(event.frames());
        job.chunks(event.chunks());
        job.createdAt(time);
        callFor(event.webhook());
        tell(WebhookEvent.ACCEPTED, 0, time);
        return true;
    }

    private boolean joinsQueue(JobEvent.Accepted event) {
        return queuedAt != null
                && event.plan() != null
                && event.plan().jobId().equals(job.jobId())
                && !job.status().terminal()
                && intakeSoFar().queuedAt() == null;
    }

    private QueueEntry entry(RenderPlan plan, Instant time, boolean begun) {
        QueueEntry entry = QueueEntry.of(plan, time);
        boolean dispatched = job.queue() != null && job.queue().dispatchedAt() != null;
        if (dispatched) {
            return entry.dispatched(job.queue().dispatchedAt());
        }
        return begun ? entry.begun() : entry;
    }

    private boolean dispatch(Instant time) {
        if (job.queue() != null && job.queue().dispatchedAt() != null) {
            return false;
        }
        QueueEntry entry = job.queue() == null ? QueueEntry.UNKNOWN : job.queue();
        job.queue(entry.dispatched(time));
        return true;
    }

    private boolean prioritize(JobEvent.Prioritized event) {
        boolean waits = job.queue() != null && job.queue().isWaiting();
        if (!waits || job.queue().priority() == event.priority()) {
            return false;
        }
        job.queue(job.queue().with(event.priority()));
        return true;
    }

    private JobState.Intake intakeSoFar() {
        return job.intake() == null ? JobState.Intake.of(null) : job.intake();
    }

    private boolean claim(JobEvent.Claimed event, Instant time) {
        boolean names = event.attempt() == job.attempt() && job.worker() == null;
        if (event.attempt() <= job.attempt() && !names) {
            return false;
        }
        begin(event.attempt());
        job.worker(event.worker());
        job.claimedAt(time);
        job.committedChunks(Math.max(job.committedChunks(), event.resumedChunks()));
        tell(WebhookEvent.CLAIMED, event.attempt(), time);
        return true;
    }

    private boolean progress(JobEvent.Progress event) {
        boolean further = job.progress() == null || isFurther(event);
        if (event.attempt() < job.attempt() || event.attempt() == job.attempt() && !further) {
            return false;
        }
        begin(event.attempt());
        job.progress(new JobState.Progress(
                event.window(),
                event.windows(),
                event.step(),
                event.steps(),
                event.etaSeconds(),
                event.phase(),
                event.stepSeconds(),
                event.device()));
        return true;
    }

    private boolean isFurther(JobEvent.Progress event) {
        if (event.window() != job.progress().window()) {
            return event.window() > job.progress().window();
        }
        return event.step() > job.progress().step()
                || event.step() == job.progress().step()
                        && event.phase().compareTo(job.progress().phase()) > 0;
    }

    private boolean commit(JobEvent.Chunk event) {
        boolean overtaken = event.attempt() < job.attempt();
        boolean old = event.attempt() == job.attempt() && event.committedFrames() <= job.committedFrames();
        if (overtaken || old) {
            return false;
        }
        begin(event.attempt());
        job.committedChunks(Math.max(job.committedChunks(), event.index() + 1));
        job.committedFrames(Math.max(job.committedFrames(), event.committedFrames()));
        job.frames(job.frames() == null ? Integer.valueOf(event.frames()) : job.frames());
        job.chunks(job.chunks() == null ? Integer.valueOf(event.chunks()) : job.chunks());
        return true;
    }

    /** What is known of the attempt stays, so that its own news, read once more, do not begin it again. */
    private boolean giveWay(JobEvent.Yielded event) {
        if (event.attempt() != job.attempt() || job.status() != JobStatus.RUNNING) {
            return false;
        }
        QueueEntry before = job.queue() == null ? QueueEntry.UNKNOWN : job.queue();
        job.status(JobStatus.ACCEPTED);
        job.intake(intakeSoFar().again(event.plan()));
        job.queue(before.again(event.plan(), event.ticket()));
        return true;
    }

    private boolean assemble(JobEvent.Assembling event, Instant time) {
        if (job.status() == JobStatus.ASSEMBLING) {
            return false;
        }
        job.status(JobStatus.ASSEMBLING);
        job.chunks(job.chunks() == null ? Integer.valueOf(event.chunks()) : job.chunks());
        tell(WebhookEvent.ASSEMBLING, 0, time);
        return true;
    }

    /** The job is worked on by {@code latest}; if that is news, what the attempt before was doing is void. */
    private void begin(int latest) {
        if (job.status() == JobStatus.ACCEPTED) {
            job.status(JobStatus.RUNNING);
        }
        if (latest > job.attempt()) {
            job.intake(job.intake() == null ? null : job.intake().begun());
            job.queue(job.queue() == null ? null : job.queue().begun());
            job.attempt(latest);
            job.worker(null);
            job.claimedAt(null);
            job.progress(null);
        }
    }

    private void end(JobEvent event, Instant time) {
        job.endedAt(time);
        job.queue(job.queue() == null ? null : job.queue().begun());
        job.progress(null);
        if (event instanceof JobEvent.Completed completed) {
            job.status(JobStatus.COMPLETED);
            job.result(completed);
        } else if (event instanceof JobEvent.Rejected rejected) {
            job.status(JobStatus.REJECTED);
            job.violations(rejected.violations());
            job.labels(job.labels() == null || job.labels().isEmpty() ? rejected.labels() : job.labels());
            callFor(rejected.webhook());
            job.intake(job.intake() == null ? JobState.Intake.of(rejected.fingerprint()) : job.intake());
        } else if (event instanceof JobEvent.Failed failed) {
            job.status(JobStatus.FAILED);
            job.fault(failed.fault());
            job.message(failed.message());
            job.attempt(Math.max(job.attempt(), failed.attempts()));
        } else if (event instanceof JobEvent.Cancelled cancelled) {
            job.status(JobStatus.CANCELLED);
            job.message(cancelled.reason());
        } else {
            throw new IllegalStateException("No rule folds a '%s' event".formatted(event.name()));
        }
    }

    private void callFor(SealedWebhook webhook) {
        if (job.callback() == null && webhook != null && webhook.url() != null) {
            job.callback(Callback.pending(webhook));
        }
    }

    /** Of the end the state itself takes care. */
    private void tell(WebhookEvent event, int attempt, Instant time) {
        if (job.callback() != null && !job.status().terminal()) {
            job.callback(job.callback().happened(event, attempt, time));
        }
    }

    private boolean redeliver(Instant time) {
        if (job.callback() == null || !job.status().terminal()) {
            return false;
        }
        Callback known = job.callback();
        job.callback(known.again(WebhookEvent.end(job.status()), time));
        return job.callback() != known;
    }

    private JobState changed(Instant now) {
        job.sequence(job.sequence() + 1);
        job.createdAt(job.createdAt() == null ? now : job.createdAt());
        // Services' clocks differ; updates must not appear to go back in time.
        job.updatedAt(job.updatedAt() == null || now.isAfter(job.updatedAt()) ? now : job.updatedAt());
        return job.build();
    }
}
