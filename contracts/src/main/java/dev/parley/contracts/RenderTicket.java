package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

/**
 * The right to render a job once, on {@link Topics#RENDERS}. A job may be given a second ticket when the ingest service
 * crashes while it hands out the first; the one that fixes the job's {@link RenderPlan} in the store counts, and whoever
 * claims the other one has nothing to do.
 *
 * @param id differs for each ticket ever made; the same when a ticket is published again
 */
public record RenderTicket(String id, RenderPlan plan) {
    public RenderTicket {
        requireNonNull(id, "id");
        requireNonNull(plan, "plan");
    }
}
