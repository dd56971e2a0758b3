package dev.parley.worker.job;

import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import org.jboss.logging.Logger;

/**
 * What an attempt has handed over to a next window that nobody will render. The farm deletes it when a job ends; an attempt
 * that heard of the end too late may have written more since.
 */
final class StateCleanup {
    private static final Logger LOG = Logger.getLogger(StateCleanup.class);

    private final ObjectStore store;
    private final RunningJobs running;

    StateCleanup(ObjectStore store, RunningJobs running) {
        this.store = store;
        this.running = running;
    }

    /** Deletes it if the job has ended. Not before this attempt has written its last. */
    void deleteIfEnded(JobId job) {
        try {
            if (hasEnded(job)) {
                store.list(ObjectKeys.stateFolder(job)).forEach(store::delete);
            }
        } catch (StoreException e) {
            LOG.warnf("state objects not deleted  job=%s: %s", job, e.getMessage());
        }
    }

    private boolean hasEnded(JobId job) {
        return running.isCancelled(job)
                || store.stat(ObjectKeys.video(job)).isPresent()
                || store.stat(ObjectKeys.end(job)).isPresent();
    }
}
