package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.ingest.secret.WebhookSeal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What of the table is asked for all the time, kept up with every change. One writer at a time, any number of readers. */
public final class JobIndex {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(JobStatus.values().length);
    private final Map<String, int[]> tenants = new ConcurrentHashMap<>();
    private final Set<JobId> unplanned = ConcurrentHashMap.newKeySet();
    private final Set<JobId> unsealed = ConcurrentHashMap.newKeySet();
    private final Set<JobId> dispatched = ConcurrentHashMap.newKeySet();
    private final NavigableSet<Place> settled = new ConcurrentSkipListSet<>();
    private final Set<JobId> active = ConcurrentHashMap.newKeySet();
    private final Set<JobId> uncalled = ConcurrentHashMap.newKeySet();
    private final Set<JobId> unswept = ConcurrentHashMap.newKeySet();

    /** How many jobs there are with this status. */
    public int count(JobStatus status) {
        return counts.get(status.ordinal());
    }

    /** How many jobs the tenant has with this status. */
    public int count(String tenant, JobStatus status) {
        int[] own = tenants.get(tenant);
        return own == null ? 0 : own[status.ordinal()];
    }

    /** Accepted, and no worker has begun. */
    public int queueDepth() {
        return count(JobStatus.ACCEPTED);
    }

    /** Jobs that have a ticket and that no worker has begun. */
    public Set<JobId> dispatched() {
        return Collections.unmodifiableSet(dispatched);
    }

    /** Accepted jobs that have not ended and that no {@code accepted} event with a plan let into the queue. */
    Set<JobId> unplanned() {
        return Collections.unmodifiableSet(unplanned);
    }

    /** Jobs whose webhook's secret is there for all to read. */
    Set<JobId> unsealed() {
        return Collections.unmodifiableSet(unsealed);
    }

    /** Jobs that were begun and have not ended. */
    public Set<JobId> active() {
        return Collections.unmodifiableSet(active);
    }

    /** Jobs whose webhook is to be called. */
    public Set<JobId> uncalled() {
        return Collections.unmodifiableSet(uncalled);
    }

    /** Deleted jobs of which the store may still have something. */
    public Set<JobId> unswept() {
        return Collections.unmodifiableSet(unswept);
    }

    Optional<JobId> oldestSettled() {
        return last(settled).map(Place::job);
    }

    /** @param before null for a new job; {@code after} is null for a forgotten one */
    void change(JobState before, JobState after) {
        if (before != null) {
            count(before, -1);
            remove(before);
        }
        if (after != null) {
            count(after, 1);
            add(after);
        }
    }

    /** Deleted jobs are not counted. */
    private void count(JobState state, int more) {
        if (state.deletion() == null) {
            counts.addAndGet(state.status().ordinal(), more);
            if (state.tenant() != null) {
                tenants.compute(state.tenant(), (tenant, own) -> counted(own, state.status(), more));
            }
        }
    }

    /** Null, which takes a name out of a map, for nobody. A new array each time, as others read it. */
    private static int[] counted(int[] own, JobStatus status, int more) {
        int[] now = own == null ? new int[JobStatus.values().length] : own.clone();
        now[status.ordinal()] += more;
        return Arrays.stream(now).anyMatch(count -> count != 0) ? now : null;
    }

    private void add(JobState state) {
        if (state.deletion() != null && !state.deletion().isFinal()) {
            unswept.add(state.jobId());
        } else if (state.status() == JobStatus.ACCEPTED) {
            if (state.hasTicket()) {
                dispatched.add(state.jobId());
            }
        } else if (!state.status().terminal()) {
            active.add(state.jobId());
        } else if (!waitsForCall(state)) {
            settled.add(Place.of(state));
        }
        if (waitsForCall(state)) {
            uncalled.add(state.jobId());
        }
        if (state.speakers() != null && state.waitsForPlan()) {
            unplanned.add(state.jobId());
        }
        if (state.callback() != null && WebhookSeal.isUnsealed(state.callback().sealed())) {
            unsealed.add(state.jobId());
        }
    }

    private void remove(JobState state) {
        dispatched.remove(state.jobId());
        settled.remove(Place.of(state));
        active.remove(state.jobId());
        uncalled.remove(state.jobId());
        unswept.remove(state.jobId());
        unplanned.remove(state.jobId());
        unsealed.remove(state.jobId());
    }

    private static boolean waitsForCall(JobState state) {
        return state.callback() != null && state.callback().due();
    }

    /** The sets begin with the newest. */
    private static Optional<Place> last(NavigableSet<Place> places) {
        var oldest = places.descendingIterator();
        return oldest.hasNext() ? Optional.of(oldest.next()) : Optional.empty();
    }
}
