package dev.parley.ingest.watch;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.kit.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job counts as lost. One that only waits in the queue never does, whether it was begun before or not; one that waits
 * and is in no queue does: its ticket came to a worker too often that ended before it could say so, or stayed longer than
 * the topic keeps records.
 *
 * @param deadline of an attempt
 * @param jobDeadline of all attempts together, from the first ticket on
 */
record LostJob(Duration silence, Duration deadline, Duration jobDeadline) {
    /**
     * Why the job is lost, or nothing.
     *
     * @param listeningSince silence counts only while somebody listened
     * @param queue asked only of a job that may be lost
     */
    Optional<String> reason(JobState job, Instant listeningSince, RenderQueue queue, Instant now) {
        if (job.status().terminal() || job.waitsForTicket()) {
            return Optional.empty();
        }
        if (job.attempt() == 0) {
            return queue.emptySince()
                    .filter(empty -> isForgotten(job, later(listeningSince, empty), now))
                    .map(empty -> "no worker began the job, and its ticket has been in no queue for "
                            + DurationWords.of(silence));
        }
        if (isOverdue(job, listeningSince, now)) {
            return Optional.of("its attempts, %d so far, took longer than %s"
                    .formatted(job.attempt(), DurationWords.of(jobDeadline)));
        }
        if (now.isAfter(later(job.updatedAt(), listeningSince).plus(silence))) {
            if (job.status() == JobStatus.RUNNING && queue.waits(job)) {
                return Optional.empty();
            }
            return Optional.of("attempt %d sent no events for %s".formatted(job.attempt(), DurationWords.of(silence)));
        }
        if (job.claimedAt() != null && now.isAfter(job.claimedAt().plus(deadline))) {
            return Optional.of("attempt %d took longer than %s".formatted(job.attempt(), DurationWords.of(deadline)));
        }
        return Optional.empty();
    }

    /** What could not go on while nobody listened has some time left to end. */
    private boolean isOverdue(JobState job, Instant listeningSince, Instant now) {
        Instant dispatched = dispatchedAt(job);
        return dispatched != null
                && now.isAfter(dispatched.plus(jobDeadline))
                && now.isAfter(listeningSince.plus(silence));
    }

    private boolean isForgotten(JobState job, Instant since, Instant now) {
        Instant dispatched = dispatchedAt(job);
        return dispatched != null && now.isAfter(later(since, dispatched).plus(silence));
    }

    /** Null while the job has no ticket. */
    private static Instant dispatchedAt(JobState job) {
        if (job.intake() == null || job.waitsForTicket()) {
            return null;
        }
        boolean known = job.queue() != null && job.queue().dispatchedAt() != null;
        return known ? job.queue().dispatchedAt() : job.intake().queuedAt();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
