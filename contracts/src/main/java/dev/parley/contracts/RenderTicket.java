package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

/**
 * The right to render a job once, on {@link Topics#RENDERS}. A job may get a second ticket if the ingest service crashes while
 * it publishes the first; the one that fixes the job's {@link RenderPlan} in the store counts, and a worker that claims the
 * other one drops it.
 *
 * @param id unique; unchanged when a ticket is published again
 */
public record RenderTicket(String id, RenderPlan plan) {
    public RenderTicket {
        requireNonNull(id, "id");
        requireNonNull(plan, "plan");
    }
}
