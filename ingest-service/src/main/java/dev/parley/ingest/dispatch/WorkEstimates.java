package dev.parley.ingest.dispatch;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.RenderRequest.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long jobs are expected to keep a worker, learned from those that ended, the latest counting most. */
final class WorkEstimates {
    private static final double WEIGHT = 0.2;
    /** Milliseconds for a second of video where nothing was rendered yet. Shares only need the proportions. */
    private static final long UNKNOWN = 10_000;

    private final Map<Kind, Double> millisPerWork = new ConcurrentHashMap<>();

    private record Kind(Engine engine, Integer width, Integer height) {
        static Kind of(JobState job) {
            return new Kind(job.engine(), job.width(), job.height());
        }
    }

    /** Learns from a job that was rendered in one attempt. */
    void learn(JobState job) {
        Long work = work(job);
        boolean measured = job.status() == JobStatus.COMPLETED && job.attempt() == 1 && job.claimedAt() != null;
        if (measured && work != null && work > 0) {
            millisPerWork.merge(
                    Kind.of(job), busyMillis(job) / (double) work, (old, now) -> old + WEIGHT * (now - old));
        }
    }

    boolean knows(JobState job) {
        return work(job) != null && millisPerWork.containsKey(Kind.of(job));
    }

    long millis(JobState job) {
        if (knows(job)) {
            return Math.round(millisPerWork.get(Kind.of(job)) * work(job));
        }
        return job.frames() == null ? UNKNOWN : job.frames() * UNKNOWN / ChunkPlan.FRAMES_PER_SECOND;
    }

    /** How long the latest attempt has kept its worker, as far as is known. */
    static long busyMillis(JobState job) {
        return job.claimedAt() == null
                ? 0
                : Math.max(0, Duration.between(job.claimedAt(), job.updatedAt()).toMillis());
    }

    private static Long work(JobState job) {
        return job.intake() == null ? null : job.intake().work();
    }
}
