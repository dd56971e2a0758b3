package dev.parley.assembler;

import dev.parley.contracts.JobId;
import dev.parley.kit.DaemonThreads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Deletes a job's state objects, which are most of its bytes, when the job has ended: at once, and again after workers that
 * did not know of the end have stopped writing. Calls to an unavailable store are retried for as long as this process lives;
 * a job's record is not committed before its deletion, so after a restart it is read again.
 */
final class HandOvers {
    private static final Logger LOG = Logger.getLogger(HandOvers.class);

    private final Consumer<JobId> delete;
    private final Duration lateWrites;
    private final Duration retryPause;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor pool =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.named("hand-overs"));

    /**
     * @param delete deletes all that windows of a job handed over; may be called again, and may fail
     * @param lateWrites how long after a job's end somebody may still write
     */
    HandOvers(Consumer<JobId> delete, Duration lateWrites, Duration retryPause, Clock clock) {
        this.delete = delete;
        this.lateWrites = lateWrites;
        this.retryPause = retryPause;
        this.clock = clock;
    }

    /** @return completes when what is there now is deleted; {@code whenDone} is called when nothing more can come */
    CompletionStage<Void> ended(JobId job, Instant at, Runnable whenDone) {
        CompletableFuture<Void> deleted = new CompletableFuture<>();
        pool.execute(() -> delete(job, () -> {
            Duration left = Duration.between(clock.instant(), at.plus(lateWrites));
            if (left.isNegative()) {
                whenDone.run();
            } else {
                pool.schedule(() -> delete(job, whenDone), left.toMillis(), TimeUnit.MILLISECONDS);
            }
            deleted.complete(null);
        }));
        return deleted;
    }

    private void delete(JobId job, Runnable then) {
        try {
            delete.accept(job);
        } catch (RuntimeException e) {
            LOG.warnf("state objects not deleted yet  job=%s pause=%s reason=%s", job, retryPause, e.getMessage());
            if (!pool.isShutdown()) {
                pool.schedule(() -> delete(job, then), retryPause.toMillis(), TimeUnit.MILLISECONDS);
            }
            return;
        }
        then.run();
    }

    void stop() {
        pool.shutdownNow();
    }
}
