package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.disk.Disk;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The farm's newest jobs: those that wait for a ticket on disk, all others in memory. Reads are lock-free; writers are
 * serialized. Besides jobs known from events it holds those that this instance has just accepted, so that a client finds its
 * job at once; these are provisional until their events have been read back.
 */
@ApplicationScoped
public class JobTable {
    private final int kept;
    private final Map<JobId, Row> rows = new ConcurrentHashMap<>();
    private final WaitingStates waiting;
    private final JobList list;
    private final InputUses inputs;
    private final JobIndex index = new JobIndex();
    private final Watchers watchers = new Watchers();
    private final List<BiConsumer<JobState, JobState>> followers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> read = new CompletableFuture<>();

    private record Row(JobState state, boolean provisional) {}

    @Inject
    JobTable(IngestConfig config, Disk disk) {
        this(config.jobsKept(), disk);
    }

    JobTable(int kept, Disk disk) {
        this.kept = kept;
        waiting = new WaitingStates(disk);
        list = new JobList(disk);
        inputs = new InputUses(disk);
    }

    /** A job on its way to or from the disk is in both places for a moment, so whoever looks a third time finds it. */
    private Optional<Row> row(JobId job) {
        Row row = rows.get(job);
        return row != null
                ? Optional.of(row)
                : waiting.find(job).map(state -> new Row(state, false)).or(() -> Optional.ofNullable(rows.get(job)));
    }

    /** The job, unless it was deleted. */
    public Optional<JobState> find(JobId job) {
        return known(job).filter(state -> state.deletion() == null);
    }

    /** Of all jobs that are known, in no order. */
    public Stream<JobId> ids() {
        return Stream.concat(rows.keySet().stream(), waiting.ids());
    }

    /** What is left of a deleted job. */
    public Optional<JobState> deleted(JobId job) {
        return known(job).filter(state -> state.deletion() != null);
    }

    /** The job, or what is left of it. */
    public Optional<JobState> known(JobId job) {
        return row(job).map(Row::state);
    }

    /**
     * Those of {@code inputs} that jobs are made of, deleted ones aside; all, while there is a job of an older farm that has
     * not ended, of which nobody knows what it is made of.
     */
    public Set<String> used(Set<String> inputs) {
        return this.inputs.used(inputs);
    }

    /** What events made of the job; nothing where it is only provisional. */
    public Optional<JobState> folded(JobId job) {
        return row(job).filter(row -> !row.provisional).map(Row::state);
    }

    /** What {@link #folded} answers, as JSON. */
    Optional<String> json(JobId job) {
        Optional<String> waits = waiting.json(job);
        return waits.isPresent() ? waits : folded(job).map(Json::write);
    }

    /** The newest first, at most {@code query.limit()} of them. */
    public List<JobState> list(JobQuery query) {
        Optional<Place> before =
                Optional.ofNullable(query.before()).flatMap(this::known).map(Place::of);
        if (query.before() != null && before.isEmpty()) {
            return List.of();
        }
        return list.find(query, before.orElse(null))
                .flatMap(job -> find(job).stream())
                .filter(job -> query.statuses().isEmpty() || query.statuses().contains(job.status()))
                .limit(query.limit())
                .toList();
    }

    /** Accepted jobs that have not ended and that no {@code accepted} event with a plan let into the queue. */
    public List<JobState> undispatched() {
        return folded(index.unplanned());
    }

    /** Jobs whose webhook's secret is there for all to read. */
    public List<JobState> unsealed() {
        return folded(index.unsealed());
    }

    private List<JobState> folded(Set<JobId> jobs) {
        return jobs.stream().flatMap(job -> folded(job).stream()).toList();
    }

    /** Shows a job before its first event comes back; changes nothing where the job is known. */
    public synchronized void expect(JobState state) {
        if (row(state.jobId()).isEmpty()) {
            replace(null, new Row(state, true), null);
        }
    }

    /** Takes in a state, unless a later one is there; answers whether it is the latest now. */
    boolean put(JobState state) {
        return put(state, null);
    }

    /** @param json of the state, where somebody has it; or null */
    synchronized boolean put(JobState state, byte[] json) {
        Row before = row(state.jobId()).orElse(null);
        if (before != null && !before.provisional && !isLater(state, before.state)) {
            return false;
        }
        replace(before, new Row(state, false), json);
        return true;
    }

    /** An end is final, so it counts for more than a high number: two writers, briefly, may have numbered on their own. */
    private static boolean isLater(JobState a, JobState b) {
        boolean ended = a.status().terminal();
        return ended == b.status().terminal() ? a.sequence() > b.sequence() : ended;
    }

    private void replace(Row before, Row after, byte[] json) {
        JobState old = before == null ? null : before.state;
        JobState now = after.state;
        if (!after.provisional && now.waitsForTicket()) {
            waiting.put(now, json);
            rows.remove(now.jobId());
        } else {
            rows.put(now.jobId(), after);
            if (old != null && old.waitsForTicket()) {
                waiting.remove(now.jobId());
            }
        }
        changed(old, now);
        watchers.tell(now);
    }

    private void changed(JobState old, JobState now) {
        list.change(old, now);
        inputs.change(old, now);
        index.change(old, now);
        followers.forEach(follower -> follower.accept(old, now));
    }

    synchronized void forget(JobId job) {
        Optional<Row> row = row(job);
        rows.remove(job);
        waiting.remove(job);
        row.ifPresent(known -> changed(known.state, null));
    }

    /**
     * Forgets the oldest of those that nobody waits for any more, until no more than the kept ones are left. Jobs that wait
     * for a ticket do not count.
     */
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
        return rows.size() + waiting.size();
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
