package dev.parley.ingest.intake;

import dev.parley.contracts.Command;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.ingest.UntilPublished;
import dev.parley.ingest.jobs.JobEnds;
import dev.parley.kit.kafka.Published;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** Calls jobs off: tells the view, so that they end, and the workers, so that they stop. */
@ApplicationScoped
public class Cancellations {
    private static final Duration VIEW = Duration.ofSeconds(2);

    private final Emitter<Record<String, String>> commands;
    private final EventPublisher publisher;
    private final UntilPublished untilPublished;
    private final JobEnds ends;
    private final Clock clock;

    @Inject
    Cancellations(
            @Channel("commands-out") Emitter<Record<String, String>> commands,
            EventPublisher publisher,
            UntilPublished untilPublished,
            JobEnds ends,
            Clock clock) {
        this.clock = clock;
        this.commands = commands;
        this.publisher = publisher;
        this.untilPublished = untilPublished;
        this.ends = ends;
    }

    /**
     * Cancels a job that has not ended.
     *
     * @return the job when the view shows its end, or as it is shown a little later
     */
    public CompletableFuture<JobState> cancel(JobState job, String reason) {
        return publisher
                .emit(job.jobId(), new JobEvent.Cancelled(reason))
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new BrokerUnavailableException("Kafka did not take the cancellation", failure);
                    }
                    return job;
                })
                // Not before: a worker that has heard of it drops the ticket and says nothing, and without the event
                // nobody would end the job.
                .thenCompose(told -> untilPublished
                        .publish("cancellation of job " + job.jobId(), () -> stop(job.jobId(), reason))
                        .exceptionally(never -> null) // which is logged, and costs a worker its time
                        .completeOnTimeout(null, VIEW.toMillis(), TimeUnit.MILLISECONDS))
                .thenCompose(stopped -> ends.await(job, VIEW));
    }

    /** Makes workers and assemblers drop a job, without an event: whoever calls this has told how it ended, or will. */
    public CompletableFuture<Void> stop(JobId job, String reason) {
        Command command = new Command.CancelJob(job, reason, clock.instant());
        return Published.to(
                commands,
                Record.of(job.value(), Json.write(command)),
                OutgoingKafkaRecordMetadata.<String>builder().build());
    }
}
