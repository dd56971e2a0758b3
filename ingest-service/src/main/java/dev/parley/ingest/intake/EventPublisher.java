package dev.parley.ingest.intake;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.ingest.UntilPublished;
import dev.parley.kit.kafka.JobEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;

/** Emits events, once or until it works. */
@ApplicationScoped
public class EventPublisher {
    private final JobEvents events;
    private final UntilPublished untilPublished;

    @Inject
    EventPublisher(JobEvents events, UntilPublished untilPublished) {
        this.events = events;
        this.untilPublished = untilPublished;
    }

    /** The event as it would be emitted now, for those who need to know its time. */
    CloudEvent now(JobId job, JobEvent event) {
        return events.now(job, event);
    }

    /** Completes when the event is safe; fails when it cannot be had, also where too much is under way. */
    public CompletableFuture<Void> emit(JobId job, JobEvent event) {
        return emit(now(job, event));
    }

    /** As {@link #emit(JobId, JobEvent)}. */
    CompletableFuture<Void> emit(CloudEvent event) {
        try {
            return events.emit(event);
        } catch (IllegalStateException e) { // the channel's buffer is full, or it is closed
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Completes when the event is safe, however long that takes; fails as {@link UntilPublished} says. */
    CompletableFuture<Void> emitForSure(CloudEvent event) {
        return untilPublished.publish(
                "event '%s' of job %s".formatted(event.data().name(), event.subject()), () -> emit(event));
    }
}
