package dev.parley.ingest.watch;

import dev.parley.contracts.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** When a job counts as lost. A job that only waits in the queue never does. */
record LostJob(Duration silence, Duration deadline) {
    /**
     * Why the job is lost, or nothing.
     *
     * @param listeningSince silence counts only while somebody listened
     */
    Optional<String> reason(JobState job, Instant listeningSince, Instant now) {
        if (job.status().terminal() || job.attempt() == 0) {
            return Optional.empty();
        }
        Instant heard = job.updatedAt().isAfter(listeningSince) ? job.updatedAt() : listeningSince;
        if (now.isAfter(heard.plus(silence))) {
            return Optional.of("attempt %d sent no events for %s".formatted(job.attempt(), words(silence)));
        }
        if (job.claimedAt() != null && now.isAfter(job.claimedAt().plus(deadline))) {
            return Optional.of("attempt %d took longer than %s".formatted(job.attempt(), words(deadline)));
        }
        return Optional.empty();
    }

    /** {@code 1h30m} rather than {@code PT1H30M}. */
    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
