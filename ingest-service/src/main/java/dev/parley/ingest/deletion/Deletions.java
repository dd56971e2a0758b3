package dev.parley.ingest.deletion;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.intake.BrokerUnavailableException;
import dev.parley.ingest.intake.Cancellations;
import dev.parley.ingest.intake.EventPublisher;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Watchers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Deletes jobs that have ended: tells everybody, and waits until their objects are gone. */
@ApplicationScoped
public class Deletions {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JobTable table;
    private final EventPublisher publisher;
    private final Cancellations cancellations;

    @Inject
    Deletions(JobTable table, EventPublisher publisher, Cancellations cancellations) {
        this.table = table;
        this.publisher = publisher;
        this.cancellations = cancellations;
    }

    /**
     * Deletes a job that has ended. Once Kafka has the event the objects will be deleted, however often services restart.
     *
     * @return whether they are gone already
     */
    public CompletableFuture<Boolean> delete(JobState job) {
        // A ticket may come again whose end the broker has not heard of: its worker must find that it is not wanted.
        return CompletableFuture.allOf(
                        cancellations.stop(job.jobId(), "The job was deleted."),
                        publisher.emit(job.jobId(), new JobEvent.Deleted()))
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new BrokerUnavailableException("Kafka did not take the deletion", failure);
                    }
                    return job.jobId();
                })
                .thenCompose(this::await);
    }

    /** Whether the objects of a job that is being deleted are gone, as soon as they are or when it has taken too long. */
    public CompletableFuture<Boolean> await(JobId job) {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        Watchers.Watch watch = table.watchers().watch(job, state -> complete(gone, state));
        table.deleted(job).ifPresent(state -> complete(gone, state));
        return gone.completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> watch.close());
    }

    private static void complete(CompletableFuture<Boolean> gone, JobState state) {
        if (state.deletion() != null && state.deletion().isDone()) {
            gone.complete(true);
        }
    }
}
