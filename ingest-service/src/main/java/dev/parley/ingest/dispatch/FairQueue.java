package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Which of the waiting jobs is next: the first class that is not empty, in it the tenant that was served least, of its jobs
 * the oldest.
 *
 * <p>Every tenant has a clock, in milliseconds of workers' time, that a job of theirs moves by what it took; until it has
 * ended, what it is expected to take counts for its tenant. The farm's own clock moves by what jobs took, divided among the
 * tenants that have jobs. A tenant whose clock is behind the farm's when it comes back takes over the farm's: nobody saves up
 * time by being away, and nobody is overtaken without end. Not thread-safe.
 */
final class FairQueue {
    private static final int CLASSES = Priority.values().length;
    private static final Comparator<Waiting> OLDEST_FIRST = Comparator.comparing(Waiting::since)
            .thenComparing(waiting -> waiting.job().value());

    private final Duration ageing;
    private final Map<String, Tenant> tenants = new HashMap<>();
    private long clock;
    private long turns;
    private int size;

    /** @param since when the job was accepted */
    record Waiting(Instant since, JobId job) {}

    /** @param since when the oldest of the {@code jobs} was accepted */
    record Depth(String tenant, Priority priority, int jobs, Instant since) {}

    private static final class Tenant {
        private final String name;
        private final List<TreeSet<Waiting>> classes = new ArrayList<>(CLASSES);
        private long clock;
        /** At which turn it was served last; of two whose clocks are equal the one is next that was not. */
        private long served;

        /** What the jobs are expected to take that have begun. */
        private long expected;

        private int busy;
        private int waiting;

        Tenant(String name, long clock) {
            this.name = name;
            this.clock = clock;
            for (int i = 0; i < CLASSES; i++) {
                classes.add(new TreeSet<>(OLDEST_FIRST));
            }
        }

        /** Whether it has jobs that wait or are rendered. */
        boolean isThere() {
            return waiting > 0 || busy > 0;
        }
    }

    /** @param ageing after which a job counts as one class higher */
    FairQueue(Duration ageing) {
        this.ageing = ageing;
    }

    void add(String tenant, Priority priority, Waiting job) {
        Tenant owner = tenants.computeIfAbsent(tenant, name -> new Tenant(name, clock));
        if (!owner.isThere()) {
            owner.clock = Math.max(owner.clock, clock);
        }
        if (owner.classes.get(priority.ordinal()).add(job)) {
            owner.waiting++;
            size++;
        }
    }

    void remove(String tenant, Priority priority, Waiting job) {
        Tenant owner = tenants.get(tenant);
        if (owner != null && owner.classes.get(priority.ordinal()).remove(job)) {
            owner.waiting--;
            size--;
        }
    }

    int size() {
        return size;
    }

    /**
     * A job of the tenant has a ticket or a worker.
     *
     * @param millis that it is expected to take
     */
    void begin(String tenant, long millis) {
        Tenant owner = tenants.computeIfAbsent(tenant, name -> new Tenant(name, clock));
        if (!owner.isThere()) {
            owner.clock = Math.max(owner.clock, clock);
        }
        owner.busy++;
        owner.served = ++turns;
        owner.expected += millis;
    }

    /**
     * @param expected what {@link #begin} was told
     * @param millis that the job took
     */
    void end(String tenant, long expected, long millis) {
        Tenant owner = tenants.get(tenant);
        if (owner != null) {
            long sharers = tenants.values().stream().filter(Tenant::isThere).count();
            owner.busy--;
            owner.expected -= expected;
            owner.clock += millis;
            clock += millis / Math.max(1, sharers);
        }
        tenants.values().removeIf(one -> !one.isThere() && one.clock <= clock);
    }

    /**
     * The next jobs, as if each were begun as it is named; changes nothing.
     *
     * @param most how many
     * @param limits how many jobs a tenant may have begun at a time
     * @param millis what a job is expected to take
     */
    List<JobId> next(int most, Instant now, ToIntFunction<String> limits, ToLongFunction<JobId> millis) {
        List<Line> lines = new ArrayList<>();
        for (Tenant tenant : tenants.values()) {
            if (tenant.waiting > 0) {
                lines.add(new Line(tenant, limits.applyAsInt(tenant.name)));
            }
        }
        List<JobId> next = new ArrayList<>();
        while (next.size() < most) {
            Optional<Line> first = lines.stream()
                    .filter(line -> line.mayBegin() && line.find(now))
                    .min(Line.ORDER);
            if (first.isEmpty()) {
                break;
            }
            JobId job = first.get().take(turns + next.size() + 1);
            first.get().clock += millis.applyAsLong(job);
            next.add(job);
        }
        return next;
    }

    /** Jobs that wait since {@code then} or longer, at most {@code most}. */
    List<JobId> waitingSince(Instant then, int most) {
        List<JobId> found = new ArrayList<>();
        for (Tenant tenant : tenants.values()) {
            for (TreeSet<Waiting> jobs : tenant.classes) {
                for (Waiting job : jobs) {
                    if (job.since.isAfter(then) || found.size() >= most) {
                        break;
                    }
                    found.add(job.job);
                }
            }
        }
        return found;
    }

    List<Depth> depths() {
        List<Depth> depths = new ArrayList<>();
        for (Tenant tenant : tenants.values()) {
            for (Priority priority : Priority.values()) {
                TreeSet<Waiting> jobs = tenant.classes.get(priority.ordinal());
                if (!jobs.isEmpty()) {
                    depths.add(new Depth(tenant.name, priority, jobs.size(), jobs.first().since));
                }
            }
        }
        return depths;
    }

    /** A tenant's jobs, while an order is made up. */
    private final class Line {
        static final Comparator<Line> ORDER = Comparator.<Line>comparingInt(line -> line.level)
                .thenComparingLong(line -> line.clock)
                .thenComparingLong(line -> line.served)
                .thenComparing(line -> line.first, OLDEST_FIRST);

        private final List<Iterator<Waiting>> rest = new ArrayList<>(CLASSES);
        private final Waiting[] heads = new Waiting[CLASSES];
        private final int limit;
        private long clock;
        private long served;
        private int busy;
        private Waiting first;
        private int place;
        private int level;

        Line(Tenant tenant, int limit) {
            this.limit = limit;
            clock = tenant.clock + tenant.expected;
            served = tenant.served;
            busy = tenant.busy;
            for (int i = 0; i < CLASSES; i++) {
                rest.add(tenant.classes.get(i).iterator());
                advance(i);
            }
        }

        private void advance(int one) {
            heads[one] = rest.get(one).hasNext() ? rest.get(one).next() : null;
        }

        boolean mayBegin() {
            return busy < limit;
        }

        /** Finds the tenant's next job; false where there is none. The first of a class is its oldest, so it rises first. */
        boolean find(Instant now) {
            first = null;
            for (int i = 0; i < CLASSES; i++) {
                if (heads[i] == null) {
                    continue;
                }
                int risen = level(i, heads[i], now);
                boolean better =
                        first == null || risen < level || risen == level && OLDEST_FIRST.compare(heads[i], first) < 0;
                if (better) {
                    first = heads[i];
                    place = i;
                    level = risen;
                }
            }
            return first != null;
        }

        JobId take(long turn) {
            served = turn;
            busy++;
            advance(place);
            return first.job;
        }
    }

    private int level(int priority, Waiting job, Instant now) {
        long steps = Duration.between(job.since, now).dividedBy(ageing);
        return (int) Math.max(0, priority - Math.max(0, steps));
    }
}
