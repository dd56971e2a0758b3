package dev.parley.cli.http;

import dev.parley.contracts.JobStatus;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Phase;
import java.time.Duration;
import java.util.Optional;

/** Notices when a job at work falls silent: a step of a large model takes long, so what counts is what is usual for the job. */
final class Quiet {
    private static final int TIMES_THE_LONGEST = 3;
    /** A model that is loaded, or decodes, reports no steps, and takes minutes if it is large. */
    private static final int TIMES_UNREPORTED = 10;

    private final Duration shortest;
    private JobView last;
    private long heardAt;
    private Duration longestPause = Duration.ZERO;

    /** @param shortest silence that is worth a word */
    Quiet(Duration shortest) {
        this.shortest = shortest;
    }

    /** @param now nanoseconds of a clock that never goes back */
    void news(JobView job, long now) {
        boolean goesOn = isAtWork() && last.attempt() == job.attempt();
        Duration pause = Duration.ofNanos(now - heardAt);
        if (!goesOn) {
            longestPause = Duration.ZERO;
        } else if (pause.compareTo(longestPause) > 0) {
            longestPause = pause;
        }
        last = job;
        heardAt = now;
    }

    /** For how long nothing was heard, if that is too long. */
    Optional<Duration> since(long now) {
        Duration pause = Duration.ofNanos(now - heardAt);
        boolean unusual =
                pause.compareTo(patience()) >= 0 && pause.compareTo(longestPause.multipliedBy(TIMES_THE_LONGEST)) >= 0;
        return isAtWork() && unusual ? Optional.of(pause) : Optional.empty();
    }

    private Duration patience() {
        boolean reports =
                last == null || last.progress() == null || last.progress().phase() == Phase.RENDERING;
        return reports ? shortest : shortest.multipliedBy(TIMES_UNREPORTED);
    }

    private boolean isAtWork() {
        return last != null && last.status() == JobStatus.RUNNING;
    }
}
