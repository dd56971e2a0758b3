package dev.parley.ingest.intake;

import dev.parley.contracts.Command;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.ingest.jobs.JobEnds;
import dev.parley.kit.kafka.Published;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** Calls jobs off: tells the view, so that they end, and the workers, so that they stop. */
@ApplicationScoped
public class Cancellations {
    private static final Duration VIEW = Duration.ofSeconds(2);

    private final Emitter<Record<String, String>> commands;
    private final EventPublisher publisher;
    private final JobEnds ends;
    private final Clock clock;

    @Inject
    Cancellations(
            @Channel("commands-out") Emitter<Record<String, String>> commands,
            EventPublisher publisher,
            JobEnds ends,
            Clock clock) {
        this.clock = clock;
        this.commands = commands;
        this.publisher = publisher;
        this.ends = ends;
    }

    /**
     * Cancels a job that has not ended.
     *
     * @return the job when the view shows its end, or as it is shown a little later
     */
    public CompletableFuture<JobState> cancel(JobState job, String reason) {
        CompletableFuture<Void> published = CompletableFuture.allOf(
                publisher.emit(job.jobId(), new JobEvent.Cancelled(reason)), stop(job.jobId(), reason));
        return published
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new BrokerUnavailableException("Kafka did not take the cancellation", failure);
                    }
                    return job;
                })
                .thenCompose(called -> ends.await(called, VIEW));
    }

    /** Makes workers and assemblers drop a job, without an event. */
    public CompletableFuture<Void> stop(JobId job, String reason) {
        Command command = new Command.CancelJob(job, reason, clock.instant());
        return Published.to(
                commands,
                Record.of(job.value(), Json.write(command)),
                OutgoingKafkaRecordMetadata.<String>builder().build());
    }
}
