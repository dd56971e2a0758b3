package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.worker.claim.Claim;

/**
 * What a worker says to the farm. Except for {@link #progress}, a call returns when all replicas have it.
 *
 * <p>Every call but {@link #progress} may throw a {@link FaultException} of the kind {@code DEPENDENCY}.
 */
public interface Announcer {
    void event(JobId job, JobEvent event);

    /** Says it if it can be said now; it is of no use later. */
    void progress(JobId job, JobEvent.Progress progress);

    void chunk(ChunkCommitted page);

    void deadLetter(DeadLetter letter);

    /** Publishes a claimed ticket once more, so that it has all its deliveries again. */
    void again(JobId job, Claim claim);
}
