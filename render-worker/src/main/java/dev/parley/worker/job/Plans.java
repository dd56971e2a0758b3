package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderTicket;
import dev.parley.kit.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** The plans of jobs, each fixed by its first attempt. */
final class Plans {
    private final ObjectStore store;

    Plans(ObjectStore store) {
        this.store = store;
    }

    /**
     * The plan that counts: the one that is there, or else the ticket's with an encoder.
     *
     * @param encoder of this worker
     * @throws DuplicateTicketException if the job is rendered under another ticket
     */
    RenderPlan fix(RenderTicket ticket, Supplier<String> encoder) {
        JobId job = ticket.plan().jobId();
        RenderPlan fixed = read(job).orElseGet(() -> {
            RenderPlan begun = ticket.plan().begunBy(encoder.get(), ticket.id());
            // Read back either way: what later attempts will read is what counts.
            store.putIfAbsent(
                    ObjectKeys.plan(job), Json.write(begun).getBytes(StandardCharsets.UTF_8), "application/json");
            return read(job)
                    .orElseThrow(() -> new FaultException(
                            Fault.DEPENDENCY, "The plan of %s was written but no longer exists".formatted(job)));
        });
        // A plan without a ticket is from a farm that had no tickets yet; any attempt may resume from it.
        if (fixed.ticket() != null && !fixed.ticket().equals(ticket.id())) {
            throw new DuplicateTicketException(job, fixed.ticket());
        }
        return fixed;
    }

    private Optional<RenderPlan> read(JobId job) {
        return store.getText(ObjectKeys.plan(job)).map(text -> {
            RenderPlan plan;
            try {
                plan = Json.read(text, RenderPlan.class);
            } catch (IllegalArgumentException e) {
                throw new FaultException(
                        Fault.INTERNAL, "The plan of %s is broken: %s".formatted(job, e.getMessage()), e);
            }
            if (!plan.jobId().equals(job) || plan.encoder() == null) {
                throw new FaultException(
                        Fault.INTERNAL, "The plan of %s names another job or no encoder".formatted(job));
            }
            return plan;
        });
    }
}
