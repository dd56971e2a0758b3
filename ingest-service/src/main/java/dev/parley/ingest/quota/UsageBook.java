package dev.parley.ingest.quota;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What tenants use, kept up with every change of a job. What was used today stays used when a job is forgotten or deleted.
 * After a start it is what the remaining jobs tell: of several attempts the latest. Safe for use by many threads.
 */
final class UsageBook {
    private static final double MILLIS = 1_000;

    private final Clock clock;
    private final Map<String, Integer> unfinished = new HashMap<>();
    private final Map<LocalDate, Map<String, Amount>> days = new HashMap<>();

    private static final class Amount {
        private double video;
        private double gpu;
    }

    /** @param jobs that wait or run */
    record Used(int jobs, double videoSeconds, double gpuSeconds) {}

    UsageBook(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param before null for a new job
     * @param after null for one that is forgotten
     */
    synchronized void change(JobState before, JobState after) {
        if (before != null && before.tenant() != null && !before.status().terminal()) {
            unfinished.merge(before.tenant(), -1, UsageBook::positive);
        }
        if (after == null || after.tenant() == null || after.deletion() != null) {
            return;
        }
        if (!after.status().terminal()) {
            unfinished.merge(after.tenant(), 1, Integer::sum);
        }
        boolean known = before != null && before.tenant() != null;
        boolean sameAttempt =
                known && after.claimedAt() != null && after.claimedAt().equals(before.claimedAt());
        add(after.tenant(), after.createdAt(), videoSeconds(after) - (known ? videoSeconds(before) : 0), 0);
        if (after.claimedAt() != null) {
            add(after.tenant(), after.claimedAt(), 0, gpuSeconds(after) - (sameAttempt ? gpuSeconds(before) : 0));
        }
    }

    /** Null, which takes a name out of a map, for nobody. */
    private static Integer positive(Integer count, Integer change) {
        return count + change > 0 ? Integer.valueOf(count + change) : null;
    }

    private void add(String tenant, Instant at, double video, double gpu) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        LocalDate today = today();
        days.keySet().removeIf(old -> old.isBefore(today));
        if (!day.isBefore(today)) {
            Amount amount =
                    days.computeIfAbsent(day, any -> new HashMap<>()).computeIfAbsent(tenant, any -> new Amount());
            amount.video += video;
            amount.gpu += gpu;
        }
    }

    /** Of a job that ended early, what there is of its video. */
    private static double videoSeconds(JobState job) {
        boolean early = job.status().terminal() && job.status() != JobStatus.COMPLETED;
        int frames = early ? job.committedFrames() : job.frames() == null ? 0 : job.frames();
        return frames / (double) ChunkPlan.FRAMES_PER_SECOND;
    }

    /** Of the latest attempt, as far as is known. */
    private static double gpuSeconds(JobState job) {
        if (job.claimedAt() == null) {
            return 0;
        }
        Instant until = job.endedAt() == null ? job.updatedAt() : job.endedAt();
        return until == null
                ? 0
                : Math.max(0, Duration.between(job.claimedAt(), until).toMillis() / MILLIS);
    }

    synchronized Used used(String tenant) {
        Amount amount = days.getOrDefault(today(), Map.of()).getOrDefault(tenant, new Amount());
        return new Used(unfinished.getOrDefault(tenant, 0), amount.video, amount.gpu);
    }

    /** Those that used something today or have jobs. */
    synchronized Set<String> tenants() {
        Set<String> tenants = new TreeSet<>(unfinished.keySet());
        tenants.addAll(days.getOrDefault(today(), Map.of()).keySet());
        return tenants;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
