package dev.parley.ingest.intake;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.kit.kafka.JobEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Emits events, once or until it works. */
@ApplicationScoped
public class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class);
    private static final Executor SOON = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final JobEvents events;

    @Inject
    Announcements(JobEvents events) {
        this.events = events;
    }

    /** Completes when the event is safe; fails when it cannot be had, also where too much is under way. */
    public CompletableFuture<Void> emit(JobId job, JobEvent event) {
        try {
            return events.emit(job, event);
        } catch (IllegalStateException e) { // the channel's buffer is full, or it is closed
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Completes when the event is safe; does not fail, but goes on trying. */
    public CompletableFuture<Void> emitForSure(JobId job, JobEvent event) {
        return emit(job, event).handle((done, failure) -> failure).thenCompose(failure -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(null);
            }
            LOG.warnf("event not published, trying again  job=%s event=%s cause=%s", job, event.name(), failure);
            return CompletableFuture.runAsync(() -> {}, SOON).thenCompose(later -> emitForSure(job, event));
        });
    }
}
