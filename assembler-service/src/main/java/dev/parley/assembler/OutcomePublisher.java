package dev.parley.assembler;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.LogTail;
import dev.parley.kit.kafka.JobEvents;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.store.End;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** Says what became of a job. Each call returns when the broker has it, or throws {@link UnavailableException}. */
@ApplicationScoped
class OutcomePublisher {
    // Longer than the producer itself tries (delivery.timeout.ms).
    private static final long PATIENCE_SECONDS = 150;

    private final JobEvents events;
    private final Emitter<String> deadLetters;
    private final LogTail log;

    @Inject
    OutcomePublisher(JobEvents events, @Channel("dead-letters-out") Emitter<String> deadLetters, LogTail log) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.log = log;
    }

    void tell(JobId job, JobEvent event) {
        await(event.name() + " event", job, events.emit(job, event));
    }

    /** Puts the request where an operator finds it and can send it again. */
    void deadLetter(RenderPlan plan, End why) {
        JobId job = plan.jobId();
        DeadLetter letter = new DeadLetter(
                job, Json.write(plan.settings()), why.fault(), why.message(), why.attempts(), why.at(), log.of(job));
        await("dead letter", job, Published.to(deadLetters, job.value(), Json.write(letter)));
    }

    private static void await(String what, JobId job, CompletableFuture<Void> published) {
        try {
            published.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable reason = e instanceof ExecutionException ? e.getCause() : e;
            throw new UnavailableException("Cannot publish the %s of %s: %s".formatted(what, job, reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while publishing the %s of %s".formatted(what, job), e);
        }
    }
}
