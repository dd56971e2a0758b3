package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Which of the waiting jobs is next: the first class that is not empty, in it the tenant that was served least, of its jobs
 * the oldest.
 *
 * <p>Every tenant has a clock, in milliseconds of workers' time, that a job of theirs moves by what it took; until it has
 * ended, what it is expected to take counts for its tenant; a tenant of weight 2 has a clock of half the speed. The farm's
 * own clock moves by what jobs took, divided by the weights of the tenants that have jobs. A tenant whose clock is behind
 * the farm's when it comes back takes over the farm's: nobody saves up time by being away, and nobody is overtaken without
 * end. Not thread-safe.
 */
final class FairQueue {
    private static final int CLASSES = Priority.values().length;
    private static final Comparator<Waiting> OLDEST_FIRST = Comparator.comparing(Waiting::since)
            .thenComparing(waiting -> waiting.job().value());

    private final Duration ageing;
    private final ToIntFunction<String> weights;
    private final QueueLines queued;
    private final Map<String, Tenant> tenants = new HashMap<>();
    private int numbered;
    private long clock;
    private long turns;
    private int size;

    /** @param since when the job was accepted */
    record Waiting(Instant since, JobId job, Work work) {}

    /** @param since when the oldest of the {@code jobs} was accepted */
    record Depth(String tenant, Priority priority, int jobs, Instant since) {}

    private static final class Tenant {
        private final String name;
        private final int number;
        private final int[] sizes = new int[CLASSES];
        private long clock;
        /** At which turn it was served last; of two whose clocks are equal the one is next that was not. */
        private long served;

        /** What the jobs are expected to take that have begun. */
        private long expected;

        private int busy;
        private int waiting;

        /** @param number under which its jobs are kept */
        Tenant(String name, int number, long clock) {
            this.name = name;
            this.number = number;
            this.clock = clock;
        }

        void changed(Priority priority, int jobs) {
            sizes[priority.ordinal()] += jobs;
            waiting += jobs;
        }

        /** Whether it has jobs that wait or are rendered. */
        boolean isThere() {
            return waiting > 0 || busy > 0;
        }
    }

    /**
     * @param ageing after which a job counts as one class higher
     * @param weights how much of the workers' time a tenant gets beside others' 1
     */
    FairQueue(Duration ageing, ToIntFunction<String> weights, QueueLines queued) {
        this.ageing = ageing;
        this.weights = weights;
        this.queued = queued;
    }

    private Tenant tenant(String name) {
        return tenants.computeIfAbsent(name, any -> new Tenant(name, numbered++, clock));
    }

    void add(String tenant, Priority priority, Waiting job) {
        Tenant owner = tenant(tenant);
        if (!owner.isThere()) {
            owner.clock = Math.max(owner.clock, clock);
        }
        if (queued.add(owner.number, priority, job)) {
            owner.changed(priority, 1);
            size++;
        }
    }

    void remove(String tenant, Priority priority, Waiting job) {
        Tenant owner = tenants.get(tenant);
        if (owner != null && queued.remove(owner.number, priority, job)) {
            owner.changed(priority, -1);
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
        Tenant owner = tenant(tenant);
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
            long shares = tenants.values().stream()
                    .filter(Tenant::isThere)
                    .mapToLong(one -> weights.applyAsInt(one.name))
                    .sum();
            owner.busy--;
            owner.expected -= expected;
            owner.clock += millis / weights.applyAsInt(tenant);
            clock += millis / Math.max(1, shares);
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
    List<Waiting> next(int most, Instant now, ToIntFunction<String> limits, ToLongFunction<Waiting> millis) {
        List<Line> lines = new ArrayList<>();
        for (Tenant tenant : tenants.values()) {
            if (tenant.waiting > 0) {
                lines.add(new Line(tenant, limits.applyAsInt(tenant.name)));
            }
        }
        List<Waiting> next = new ArrayList<>();
        while (next.size() < most) {
            Optional<Line> first = lines.stream()
                    .filter(line -> line.mayBegin() && line.find(now))
                    .min(Line.ORDER);
            if (first.isEmpty()) {
                break;
            }
            Waiting job = first.get().take(turns + next.size() + 1);
            first.get().clock += millis.applyAsLong(job) / first.get().weight;
            next.add(job);
        }
        return next;
    }

    /** Jobs that wait since {@code then} or longer, at most {@code most}. */
    List<JobId> waitingSince(Instant then, int most) {
        List<JobId> found = new ArrayList<>();
        for (Tenant tenant : tenants.values()) {
            for (Priority priority : Priority.values()) {
                Iterator<Waiting> jobs = line(tenant, priority);
                while (jobs.hasNext() && found.size() < most) {
                    Waiting job = jobs.next();
                    if (job.since.isAfter(then)) {
                        break;
                    }
                    found.add(job.job);
                }
            }
        }
        return found;
    }

    private Iterator<Waiting> line(Tenant tenant, Priority priority) {
        return tenant.sizes[priority.ordinal()] == 0
                ? Collections.emptyIterator()
                : queued.line(tenant.number, priority);
    }

    List<Depth> depths() {
        List<Depth> depths = new ArrayList<>();
        for (Tenant tenant : tenants.values()) {
            for (Priority priority : Priority.values()) {
                Iterator<Waiting> jobs = line(tenant, priority);
                if (jobs.hasNext()) {
                    depths.add(new Depth(tenant.name, priority, tenant.sizes[priority.ordinal()], jobs.next().since));
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
        private final int weight;
        private long clock;
        private long served;
        private int busy;
        private Waiting first;
        private int place;
        private int level;

        Line(Tenant tenant, int limit) {
            this.limit = limit;
            weight = weights.applyAsInt(tenant.name);
            clock = tenant.clock + tenant.expected / weight;
            served = tenant.served;
            busy = tenant.busy;
            for (Priority priority : Priority.values()) {
                rest.add(line(tenant, priority));
                advance(priority.ordinal());
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

        Waiting take(long turn) {
            served = turn;
            busy++;
            advance(place);
            return first;
        }
    }

    private int level(int priority, Waiting job, Instant now) {
        long steps = Duration.between(job.since, now).dividedBy(ageing);
        return (int) Math.max(0, priority - Math.max(0, steps));
    }
}
