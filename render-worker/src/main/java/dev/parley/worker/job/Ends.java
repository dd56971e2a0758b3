package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The jobs that were given up. A broker may forget that a record was settled, and a worker may end between the dead letter
 * and the verdict: whoever claims such a record then finds here that there is nothing left to render.
 */
final class Ends {
    private static final Logger LOG = Logger.getLogger(Ends.class);
    private static final String JSON = "application/json";

    private final ObjectStore store;

    Ends(ObjectStore store) {
        this.store = store;
    }

    /** @throws StoreException if the store does not say */
    Optional<End> find(JobId job) {
        return store.getText(ObjectKeys.end(job)).map(text -> {
            try {
                return Json.read(text, End.class);
            } catch (IllegalArgumentException e) {
                throw new FaultException(
                        Fault.INTERNAL, "The end of %s is broken: %s".formatted(job, e.getMessage()), e);
            }
        });
    }

    /** The end that counts: the first that was decided. A store that is away, often the reason, keeps nobody from ending. */
    End decide(JobId job, End end) {
        try {
            return store.putIfAbsent(ObjectKeys.end(job), bytes(end), JSON)
                    ? end
                    : find(job).orElse(end);
        } catch (StoreException | FaultException e) {
            LOG.warnf("could not store the end of a job  job=%s: %s", job, e.getMessage());
            return end;
        }
    }

    /** Nobody needs to be told of this end any more. If that cannot be kept, they may be told once more. */
    void told(JobId job, End end) {
        try {
            store.put(ObjectKeys.end(job), bytes(end.afterTelling()), JSON);
        } catch (StoreException e) {
            LOG.warnf("could not record that the end of a job was announced  job=%s: %s", job, e.getMessage());
        }
    }

    private static byte[] bytes(End end) {
        return Json.write(end).getBytes(StandardCharsets.UTF_8);
    }
}
