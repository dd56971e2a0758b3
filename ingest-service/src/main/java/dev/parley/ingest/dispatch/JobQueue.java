package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.disk.DiskMap;
import dev.parley.ingest.disk.DiskMap.Entry;
import dev.parley.ingest.disk.Key;
import dev.parley.ingest.dispatch.FairQueue.Depth;
import dev.parley.ingest.dispatch.FairQueue.Waiting;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.RenderPace;
import dev.parley.ingest.quota.Quotas;
import dev.parley.plan.FrameRate;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The jobs that wait for a ticket or for a worker, in their order. It follows the table, so every instance has the same,
 * within what it has heard; only the {@link Dispatcher} takes jobs from it.
 */
@ApplicationScoped
public class JobQueue {
    /** Milliseconds for a second of video where nothing was rendered yet. Shares only need the proportions. */
    private static final long UNKNOWN = 10_000;

    private final JobTable table;
    private final Quotas quotas;
    private final RenderPace pace;
    private final QueueConfig config;
    private final Clock clock;
    private final FairQueue fair;
    /** Jobs that have a ticket or a worker. */
    private final Map<JobId, Begun> begun = new HashMap<>();
    /** Jobs that no worker has begun, by the time that their requests allow them. */
    private final DiskMap expiries;

    private volatile Runnable listener = () -> {};

    /**
     * @param millis that it is expected to take
     * @param taken whether the table does not know yet that it has a ticket
     */
    private record Begun(String tenant, long millis, boolean taken, Instant since) {}

    /** @param millis that the job is expected to keep its worker; nothing where the farm has rendered nothing like it */
    record Next(JobId job, Optional<Long> millis) {}

    @Inject
    JobQueue(JobTable table, Quotas quotas, RenderPace pace, QueueConfig config, Disk disk, Clock clock) {
        this.table = table;
        this.quotas = quotas;
        this.pace = pace;
        this.config = config;
        this.clock = clock;
        this.fair = new FairQueue(config.ageing(), quotas::weight, new QueueLines(disk));
        this.expiries = disk.map("expiries");
    }

    // Before the table is read.
    void onStart(@Observes @Priority(5) StartupEvent event) {
        table.follow(this::change);
    }

    /** Who wants to know that something changed; must not block. */
    void listen(Runnable told) {
        listener = told;
    }

    private void change(JobState before, JobState after) {
        synchronized (this) {
            if (before != null) {
                leave(before);
            }
            if (after != null && after.deletion() == null && after.tenant() != null) {
                enter(after);
            }
            JobState latest = after == null ? before : after;
            if (after == null || !isBegun(after) && !after.waitsForTicket()) {
                end(latest);
            }
        }
        listener.run();
    }

    private void leave(JobState job) {
        if (job.waitsForTicket()) {
            fair.remove(job.tenant(), job.priority(), waiting(job));
        }
        if (hasExpiry(job)) {
            expiries.remove(expiry(job));
        }
    }

    private void enter(JobState job) {
        Begun known = begun.get(job.jobId());
        if (job.waitsForTicket()) {
            if (known != null && !known.taken) {
                end(job); // it gave way
                known = null;
            }
            if (known == null) {
                fair.add(job.tenant(), job.priority(), waiting(job));
            }
        } else if (isBegun(job) && (known == null || known.taken)) {
            if (known == null) {
                begin(job, false);
            } else {
                begun.put(job.jobId(), new Begun(known.tenant, known.millis, false, known.since));
            }
        }
        if (hasExpiry(job)) {
            expiries.add(expiry(job));
        }
    }

    private void begin(JobState job, boolean taken) {
        long millis = millis(Work.of(job));
        begun.put(job.jobId(), new Begun(job.tenant(), millis, taken, clock.instant()));
        fair.begin(job.tenant(), millis);
    }

    private void end(JobState job) {
        Begun known = begun.remove(job.jobId());
        if (known != null) {
            fair.end(known.tenant, known.millis, busyMillis(job));
        }
    }

    private static Waiting waiting(JobState job) {
        return new Waiting(job.createdAt(), job.jobId(), Work.of(job));
    }

    private static byte[] expiry(JobState job) {
        return new Key().oldest(job.queue().expiresAt()).job(job.jobId()).bytes();
    }

    /** It has a ticket or a worker. */
    private static boolean isBegun(JobState job) {
        return job.hasTicket() || job.status() == JobStatus.RUNNING && !job.waitsForTicket();
    }

    private static boolean hasExpiry(JobState job) {
        return job.status() == JobStatus.ACCEPTED
                && job.queue() != null
                && job.queue().expiresAt() != null;
    }

    /** Takes the next jobs out of the queue, to be given tickets. */
    synchronized List<JobState> take(int most) {
        List<JobState> taken = new ArrayList<>();
        for (Waiting next : fair.next(most, clock.instant(), quotas::running, this::millis)) {
            table.folded(next.job()).filter(JobState::waitsForTicket).ifPresent(state -> {
                fair.remove(state.tenant(), state.priority(), waiting(state));
                begin(state, true);
                taken.add(state);
            });
        }
        return taken;
    }

    /** The jobs that will get the next tickets, at most {@code most}. */
    synchronized List<JobState> first(int most) {
        return fair.next(most, clock.instant(), quotas::running, this::millis).stream()
                .flatMap(next -> table.folded(next.job()).stream())
                .toList();
    }

    /** The job got no ticket after all. */
    synchronized void putBack(JobState job) {
        Begun known = begun.get(job.jobId());
        if (known != null && known.taken) {
            begun.remove(job.jobId());
            fair.end(known.tenant, known.millis, 0);
            table.folded(job.jobId())
                    .filter(JobState::waitsForTicket)
                    .ifPresent(now -> fair.add(now.tenant(), now.priority(), waiting(now)));
        }
    }

    private long millis(Waiting job) {
        return millis(job.work());
    }

    private long millis(Work work) {
        return expectedMillis(work)
                .orElseGet(
                        () -> work.frames() == null ? UNKNOWN : work.frames() * UNKNOWN / FrameRate.FRAMES_PER_SECOND);
    }

    /** How many jobs have a ticket and no worker yet, of those that got it after {@code since}. */
    synchronized int ticketsOut(Instant since) {
        return (int) begun.entrySet().stream()
                .filter(job -> job.getValue().since.isAfter(since))
                .filter(job -> job.getValue().taken
                        || table.folded(job.getKey())
                                .filter(state -> state.status() == JobStatus.ACCEPTED)
                                .isPresent())
                .count();
    }

    /** How long a job is expected to keep its worker; nothing where the farm has rendered nothing like it. */
    Optional<Long> expectedMillis(JobState job) {
        return expectedMillis(Work.of(job));
    }

    private Optional<Long> expectedMillis(Work work) {
        OptionalDouble seconds = pace.seconds(work.engine(), work.width(), work.height(), work.amount());
        return seconds.isPresent() ? Optional.of(Math.round(seconds.getAsDouble() * 1_000)) : Optional.empty();
    }

    /** How long the latest attempt has kept its worker, as far as is known. */
    static long busyMillis(JobState job) {
        return job.claimedAt() == null
                ? 0
                : Math.max(0, Duration.between(job.claimedAt(), job.updatedAt()).toMillis());
    }

    /**
     * Jobs that no worker has begun, the next one first: those with tickets by their age, then those that wait, as they would
     * be taken now.
     */
    synchronized List<Next> order(int most) {
        List<Next> order = new ArrayList<>();
        begun.keySet().stream()
                .flatMap(job -> table.folded(job).stream())
                .filter(state -> state.status() == JobStatus.ACCEPTED)
                .sorted(Comparator.comparing(JobState::createdAt))
                .limit(most)
                .forEach(state -> order.add(new Next(state.jobId(), expectedMillis(state))));
        // Limits aside: a tenant's jobs do not wait for ever because others of theirs run now.
        fair.next(most - order.size(), clock.instant(), tenant -> Integer.MAX_VALUE, this::millis)
                .forEach(next -> order.add(new Next(next.job(), expectedMillis(next.work()))));
        return order;
    }

    /** Jobs that have waited too long for a worker, at most {@code most} of each kind. */
    synchronized List<JobId> expired(int most) {
        Instant now = clock.instant();
        List<JobId> expired = new ArrayList<>();
        Iterator<Entry> byTime = expiries.all();
        while (byTime.hasNext() && expired.size() < most) {
            byte[] expiry = byTime.next().key();
            if (Key.oldestAt(expiry, 0).isAfter(now)) {
                break;
            }
            expired.add(Key.jobAt(expiry, Key.TIME_BYTES));
        }
        Instant limit = now.minus(config.expires());
        expired.addAll(fair.waitingSince(limit, most));
        begun.keySet().stream()
                .flatMap(job -> table.folded(job).stream())
                .filter(job -> job.status() == JobStatus.ACCEPTED
                        && job.queue() != null
                        && !job.createdAt().isAfter(limit))
                .map(JobState::jobId)
                .forEach(expired::add);
        return expired;
    }

    /** When the oldest of the jobs was accepted that no worker has begun. */
    synchronized Optional<Instant> oldest() {
        Stream<Instant> dispatched = table.index().dispatched().stream()
                .flatMap(job -> table.find(job).stream())
                .map(JobState::createdAt);
        return Stream.concat(fair.depths().stream().map(Depth::since), dispatched)
                .min(Comparator.naturalOrder());
    }

    synchronized List<Depth> depths() {
        return fair.depths();
    }

    /** How many jobs wait for a ticket. */
    synchronized int waiting() {
        return fair.size();
    }
}
