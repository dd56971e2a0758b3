package dev.parley.kit.store;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The jobs that were given up, by a worker or an assembler. A broker may lose an acknowledgment, and a service may end
 * between the dead letter and the verdict: a service that gets such a record finds here that there is nothing left to do.
 */
public final class Ends {
    private static final Logger LOG = Logger.getLogger(Ends.class);
    private static final String JSON = "application/json";

    private final ObjectStore store;

    public Ends(ObjectStore store) {
        this.store = store;
    }

    /**
     * How the job was given up; nothing if it was not.
     *
     * @throws StoreException if the store does not say
     * @throws IllegalStateException if what it has is not an end
     */
    public Optional<End> find(JobId job) {
        return store.getText(ObjectKeys.end(job)).map(text -> {
            try {
                return Json.read(text, End.class);
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("The end of %s is broken: %s".formatted(job, e.getMessage()), e);
            }
        });
    }

    /** The end that counts: the first one stored. An unavailable store, often the cause, does not keep a job from ending. */
    public End decide(JobId job, End end) {
        try {
            return store.putIfAbsent(ObjectKeys.end(job), bytes(end), JSON)
                    ? end
                    : find(job).orElse(end);
        } catch (StoreException | IllegalStateException e) {
            LOG.warnf("could not store the end of a job  job=%s: %s", job, e.getMessage());
            return end;
        }
    }

    /** Marks this end as announced. If that cannot be stored, it may be announced once more. */
    public void told(JobId job, End end) {
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
