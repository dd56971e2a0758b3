package dev.parley.worker.job;

import dev.parley.contracts.JobId;
import dev.parley.worker.claim.Stop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Passes a cancellation to the attempt that it ends. Thread-safe. */
public final class RunningJobs {
    private final Predicate<JobId> isCancelled;
    private final Map<JobId, Stop> working = new ConcurrentHashMap<>();

    /** @param isCancelled the cancellations known so far; later ones are passed to {@link #cancel} */
    public RunningJobs(Predicate<JobId> isCancelled) {
        this.isCancelled = isCancelled;
    }

    /** The work on a job begins, if it has not been cancelled already. */
    void begin(JobId job, Stop stop) {
        // In this order, or a cancellation in between would be missed.
        working.put(job, stop);
        if (isCancelled.test(job)) {
            stop.raise(Stop.Reason.CANCELLED);
        }
    }

    boolean isCancelled(JobId job) {
        return isCancelled.test(job);
    }

    void end(JobId job, Stop stop) {
        working.remove(job, stop);
    }

    public void cancel(JobId job) {
        stop(job, Stop.Reason.CANCELLED);
    }

    /** Lets an attempt give way, if it is one of this worker's. */
    public void giveWay(JobId job) {
        stop(job, Stop.Reason.YIELD);
    }

    private void stop(JobId job, Stop.Reason why) {
        Stop stop = working.get(job);
        if (stop != null) {
            stop.raise(why);
        }
    }
}
