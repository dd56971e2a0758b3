package dev.parley.ingest.dispatch;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.UntilPublished;
import dev.parley.kit.kafka.JobEvents;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.kafka.UnpublishableException;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Makes accepted jobs claimable. The order of {@code parley.renders} is decided here and nowhere else: first come, first
 * served. The caller owns the jobs and records in their states that they were dispatched; if it crashes in between, they
 * get a second ticket, which workers drop.
 */
@ApplicationScoped
public class Dispatcher {
    private final Emitter<String> renders;
    private final JobEvents events;
    private final UntilPublished untilPublished;

    /**
     * A job that may be claimed.
     *
     * @param attempts how often it was claimed before, under a record of an older farm
     */
    public record Claimable(RenderPlan plan, int attempts) {
        JobId job() {
            return plan.jobId();
        }
    }

    @Inject
    Dispatcher(@Channel("renders-out") Emitter<String> renders, JobEvents events, UntilPublished untilPublished) {
        this.renders = renders;
        this.events = events;
        this.untilPublished = untilPublished;
    }

    /** Blocks until every job is claimable, however long the broker is away, or has failed because it never can be. */
    public void dispatch(List<Claimable> jobs) {
        CompletableFuture.allOf(jobs.stream().map(this::dispatch).toArray(CompletableFuture[]::new))
                .join();
    }

    private CompletableFuture<Void> dispatch(Claimable job) {
        String ticket = Json.write(new RenderTicket(UUID.randomUUID().toString(), job.plan()));
        return untilPublished
                .publish(
                        "ticket of job " + job.job(),
                        () -> Published.to(
                                renders,
                                ticket,
                                OutgoingKafkaRecordMetadata.<String>builder()
                                        .withKey(job.job().value())
                                        .withHeaders(headers(job.attempts()))
                                        .build()))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null ? done() : failed(job, failure));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static List<RecordHeader> headers(int attempts) {
        return attempts == 0
                ? List.of()
                : List.of(new RecordHeader(
                        Topics.EARLIER_ATTEMPTS, Integer.toString(attempts).getBytes(StandardCharsets.UTF_8)));
    }

    private CompletableFuture<Void> failed(Claimable job, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof UnpublishableException)) {
            return CompletableFuture.failedFuture(failure);
        }
        JobEvent end = new JobEvent.Failed(
                Fault.INTERNAL, "The job cannot be dispatched: " + cause.getMessage(), job.attempts());
        return untilPublished.publish("end of job " + job.job(), () -> events.emit(job.job(), end));
    }
}
