package dev.parley.worker.job;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/** Keeps the {@link Tries} of jobs in the store. */
final class TryBook {
    private static final Logger LOG = Logger.getLogger(TryBook.class);

    private static final byte[] LIVED = "lived".getBytes(StandardCharsets.UTF_8);

    private final ObjectStore store;

    TryBook(ObjectStore store) {
        this.store = store;
    }

    Tries of(JobId job) {
        return store.getText(ObjectKeys.tries(job)).map(text -> read(job, text)).orElse(Tries.NONE);
    }

    /** What cannot be read costs the job no attempt. */
    private static Tries read(JobId job, String text) {
        try {
            return Json.read(text, Tries.class);
        } catch (IllegalArgumentException e) {
            LOG.warnf("tries unreadable, counted anew  job=%s: %s", job, e.getMessage());
            return Tries.NONE;
        }
    }

    void write(JobId job, Tries tries) {
        store.put(ObjectKeys.tries(job), Json.write(tries).getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** Notes why the process of {@code attempt} is ended, if it can be noted. */
    void hung(JobId job, int attempt, String what) {
        try {
            Tries now = of(job);
            if (now.attempt() == attempt && now.open()) {
                write(job, now.hung(what));
            }
        } catch (StoreException e) {
            LOG.warnf("hung attempt not noted  job=%s attempt=%d: %s", job, attempt, e.getMessage());
        }
    }

    /**
     * Notes that {@code attempt} is over. One that a later attempt has taken for dead meanwhile, since its claim was lost,
     * turns out to be none. If the store is away it counts as a death.
     */
    void end(JobId job, int attempt) {
        try {
            Tries now = of(job);
            if (now.attempt() > attempt) {
                store.put(ObjectKeys.livedAttempt(job, attempt), LIVED, "text/plain");
            } else if (now.attempt() == attempt && now.open()) {
                write(job, now.ended());
            }
        } catch (StoreException e) {
            LOG.debugf("end of an attempt not noted  job=%s attempt=%d: %s", job, attempt, e.getMessage());
        }
    }

    /** How many attempts after {@code attempt} were taken for dead and were not. */
    int lived(JobId job, int attempt) {
        String last = ObjectKeys.livedAttempt(job, attempt);
        return (int) store.list(ObjectKeys.livedAttempts(job)).stream()
                .filter(key -> key.compareTo(last) > 0)
                .count();
    }
}
