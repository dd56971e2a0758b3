package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.IngestConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The farm's newest jobs, in memory. Reads are lock-free; writers are serialized. Besides jobs known from events it holds
 * those that this instance has just accepted, so that a client finds its job at once; these are provisional until their
 * events have been read back.
 */
@ApplicationScoped
public class JobTable {
    private final int kept;
    private final Map<JobId, Row> rows = new ConcurrentHashMap<>();
    private final NavigableSet<Place> order = new ConcurrentSkipListSet<>();
    private final JobIndex index = new JobIndex();
    private final Watchers watchers = new Watchers();
    private final List<BiConsumer<JobState, JobState>> followers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> read = new CompletableFuture<>();

    private record Row(JobState state, boolean provisional) {}

    @Inject
    JobTable(IngestConfig config) {
        this(config.jobsKept());
    }

    JobTable(int kept) {
        this.kept = kept;
    }

    /** The job, unless it was deleted. */
    public Optional<JobState> find(JobId job) {
        return known(job).filter(state -> state.deletion() == null);
    }

    /** Of all jobs that are known, in no order. */
    public Stream<JobId> ids() {
        return rows.keySet().stream();
    }

    /** What is left of a deleted job. */
    public Optional<JobState> deleted(JobId job) {
        return known(job).filter(state -> state.deletion() != null);
    }

    /** The job, or what is left of it. */
    public Optional<JobState> known(JobId job) {
        return Optional.ofNullable(rows.get(job)).map(Row::state);
    }

    /**
     * Those of {@code inputs} that jobs are made of, deleted ones aside; all, while there is a job of an older farm that has
     * not ended, of which nobody knows what it is made of.
     */
    public Set<String> used(Set<String> inputs) {
        Set<String> used = new HashSet<>();
        for (Row row : inputs.isEmpty() ? List.<Row>of() : rows.values()) {
            JobState job = row.state;
            if (job.deletion() == null && job.speakers() != null) {
                List<String> madeOf = madeOf(job);
                if (madeOf.isEmpty() && !job.status().terminal()) {
                    return Set.copyOf(inputs);
                }
                madeOf.stream().filter(inputs::contains).forEach(used::add);
            }
        }
        return used;
    }

    private static List<String> madeOf(JobState job) {
        if (job.intake() != null && !job.intake().inputs().isEmpty()) {
            return job.intake().inputs();
        }
        boolean seen = job.asked() != null && job.asked().picture() != null;
        return seen && job.status().terminal() ? List.of(job.asked().picture()) : List.of();
    }

    /** What events made of the job; nothing where it is only provisional. */
    public Optional<JobState> folded(JobId job) {
        return Optional.ofNullable(rows.get(job))
                .filter(row -> !row.provisional)
                .map(Row::state);
    }

    /** The newest first, at most {@code query.limit()} of them. */
    public List<JobState> list(JobQuery query) {
        NavigableSet<Place> from = order;
        if (query.before() != null) {
            Optional<JobState> before = known(query.before());
            if (before.isEmpty()) {
                return List.of();
            }
            from = order.tailSet(Place.of(before.get()), false);
        }
        List<JobState> found = new ArrayList<>();
        for (Place place : from) {
            Row row = rows.get(place.job());
            if (row != null && query.matches(row.state)) {
                found.add(row.state);
                if (found.size() == query.limit()) {
                    break;
                }
            }
        }
        return found;
    }

    /** Accepted jobs that have not ended and that no {@code accepted} event with a plan let into the queue. */
    public List<JobState> undispatched() {
        return folded(state -> state.speakers() != null && state.waitsForPlan());
    }

    /** Jobs whose webhook is {@code unsealed}. */
    public List<JobState> unsealed(Predicate<String> unsealed) {
        return folded(state ->
                state.callback() != null && unsealed.test(state.callback().sealed()));
    }

    private List<JobState> folded(Predicate<JobState> wanted) {
        return rows.values().stream()
                .filter(row -> !row.provisional && wanted.test(row.state))
                .map(Row::state)
                .toList();
    }

    /** Shows a job before its first event comes back; changes nothing where the job is known. */
    public synchronized void expect(JobState state) {
        if (!rows.containsKey(state.jobId())) {
            replace(null, new Row(state, true));
        }
    }

    /** Takes in a state, unless a later one is there; answers whether it is the latest now. */
    synchronized boolean put(JobState state) {
        Row before = rows.get(state.jobId());
        if (before != null && !before.provisional && !isLater(state, before.state)) {
            return false;
        }
        replace(before, new Row(state, false));
        return true;
    }

    /** An end is final, so it counts for more than a high number: two writers, briefly, may have numbered on their own. */
    private static boolean isLater(JobState a, JobState b) {
        boolean ended = a.status().terminal();
        return ended == b.status().terminal() ? a.sequence() > b.sequence() : ended;
    }

    private void replace(Row before, Row after) {
        JobState old = before == null ? null : before.state;
        rows.put(after.state.jobId(), after);
        if (old != null && !old.createdAt().equals(after.state.createdAt())) {
            order.remove(Place.of(old));
        }
        if (after.state.deletion() == null) {
            order.add(Place.of(after.state));
        } else {
            order.remove(Place.of(after.state));
        }
        index.change(old, after.state);
        followers.forEach(follower -> follower.accept(old, after.state));
        watchers.tell(after.state);
    }

    synchronized void forget(JobId job) {
        Row row = rows.remove(job);
        if (row != null) {
            order.remove(Place.of(row.state));
            index.change(row.state, null);
            followers.forEach(follower -> follower.accept(row.state, null));
        }
    }

    /** Forgets the oldest of those that nobody waits for any more, until no more than the kept ones are left. */
    synchronized List<JobId> trim() {
        List<JobId> forgotten = new ArrayList<>();
        while (rows.size() > kept) {
            Optional<JobId> oldest = index.oldestSettled();
            if (oldest.isEmpty()) {
                break;
            }
            forget(oldest.get());
            forgotten.add(oldest.get());
        }
        return forgotten;
    }

    /** Whether all jobs are known that there were when this instance started. */
    public boolean isRead() {
        return read.isDone();
    }

    /** Blocks until all jobs are known that there were when this instance started. */
    public void awaitRead() {
        read.join();
    }

    void markRead() {
        read.complete(null);
    }

    int size() {
        return rows.size();
    }

    /**
     * Tells {@code follower} of every change from now on, one after the other: what was known of a job, or null, and what is,
     * or null of one that is forgotten. It must not block.
     */
    public void follow(BiConsumer<JobState, JobState> follower) {
        followers.add(follower);
    }

    /** Counts and queues over all jobs. */
    public JobIndex index() {
        return index;
    }

    /** Who wants to know of a job's changes. */
    public Watchers watchers() {
        return watchers;
    }
}
