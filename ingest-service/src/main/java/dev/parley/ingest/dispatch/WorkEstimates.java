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
        static Kind of(Work work) {
            return new Kind(work.engine(), work.width(), work.height());
        }
    }

    /** Learns from a job that was rendered in one attempt. */
    void learn(JobState job) {
        Work work = Work.of(job);
        boolean measured = job.status() == JobStatus.COMPLETED && job.attempt() == 1 && job.claimedAt() != null;
        if (measured && work.amount() != null && work.amount() > 0) {
            millisPerWork.merge(
                    Kind.of(work), busyMillis(job) / (double) work.amount(), (old, now) -> old + WEIGHT * (now - old));
        }
    }

    boolean knows(Work work) {
        return work.amount() != null && millisPerWork.containsKey(Kind.of(work));
    }

    long millis(Work work) {
        if (knows(work)) {
            return Math.round(millisPerWork.get(Kind.of(work)) * work.amount());
        }
        return work.frames() == null ? UNKNOWN : work.frames() * UNKNOWN / ChunkPlan.FRAMES_PER_SECOND;
    }

    /** How long the latest attempt has kept its worker, as far as is known. */
    static long busyMillis(JobState job) {
        return job.claimedAt() == null
                ? 0
                : Math.max(0, Duration.between(job.claimedAt(), job.updatedAt()).toMillis());
    }
}
