package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What jobs are made of that are being accepted here: no table says so yet, and it must not be deleted with another job.
 * Whoever has looked at inputs holds them, and looks again if something was deleted meanwhile.
 */
@ApplicationScoped
public class HeldInputs {
    private final Map<JobId, Set<String>> held = new HashMap<>();
    private long deleted;

    /** How many inputs were deleted so far. */
    public synchronized long deleted() {
        return deleted;
    }

    /**
     * From now on none of these is deleted, until {@link #release}.
     *
     * @return how many inputs were deleted before that
     */
    public synchronized long hold(JobId job, Collection<String> inputs) {
        held.put(job, Set.copyOf(inputs));
        return deleted;
    }

    /** The job is in the table, or was not accepted. */
    public synchronized void release(JobId job) {
        held.remove(job);
    }

    /** Deletes an input, unless it is held or {@code used}; meanwhile nothing can be held. */
    public synchronized void delete(String input, Predicate<String> used, Consumer<String> delete) {
        boolean kept = held.values().stream().anyMatch(inputs -> inputs.contains(input)) || used.test(input);
        if (!kept) {
            deleted++;
            delete.accept(input);
        }
    }
}
