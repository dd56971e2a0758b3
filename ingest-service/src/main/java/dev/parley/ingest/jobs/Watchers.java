package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Listeners for changes of a job. */
public final class Watchers {
    private final Map<JobId, Set<Consumer<JobState>>> watchers = new ConcurrentHashMap<>();

    /** Ends a subscription. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Tells {@code watcher} every state from now on, in order, from the thread that changes it; it must not block. */
    public Watch watch(JobId job, Consumer<JobState> watcher) {
        watchers.compute(job, (id, others) -> {
            Set<Consumer<JobState>> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(watcher);
            return all;
        });
        return () -> watchers.computeIfPresent(job, (id, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }

    /** Tells a state, or once more the present one if something else that is said of the job has changed. */
    public void tell(JobState state) {
        Set<Consumer<JobState>> all = watchers.get(state.jobId());
        if (all != null) {
            all.forEach(watcher -> watcher.accept(state));
        }
    }
}
