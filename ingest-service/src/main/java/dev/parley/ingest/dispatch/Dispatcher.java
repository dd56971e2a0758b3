package dev.parley.ingest.dispatch;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.UntilPublished;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.kit.kafka.JobEvents;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.kafka.UnpublishableException;
import dev.parley.kit.trace.TraceSpan;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/**
 * Gives jobs their tickets, in the order of the queue, when workers are about to be free. One instance does so for the whole
 * farm. A ticket is out before the event that says so: after a crash in between, and while two instances believe that it is
 * theirs to do, a job may get a second ticket, which workers drop.
 */
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration WORKERS_TURN = Duration.ofMillis(500);
    private static final int TURN_MILLIS = 250;
    /** Changes that come together are looked at together. */
    private static final int BREATH_MILLIS = 5;

    private final JobQueue queue;
    private final WorkerSlots slots;
    private final Preemption preemption;
    private final Ownership ownership;
    private final Emitter<String> renders;
    private final JobEvents events;
    private final UntilPublished untilPublished;
    private final Semaphore changes = new Semaphore(0);
    private volatile Thread thread;

    @Inject
    Dispatcher(
            JobQueue queue,
            WorkerSlots slots,
            Preemption preemption,
            Ownership ownership,
            @Channel("renders-out") Emitter<String> renders,
            JobEvents events,
            UntilPublished untilPublished) {
        this.queue = queue;
        this.slots = slots;
        this.preemption = preemption;
        this.ownership = ownership;
        this.renders = renders;
        this.events = events;
        this.untilPublished = untilPublished;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        queue.listen(() -> {
            if (changes.availablePermits() == 0) {
                changes.release();
            }
        });
        ticker.every(WORKERS_TURN, "workers for the queue", this::refresh);
        thread = new Thread(this::run, "dispatcher");
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void refresh() {
        if (ownership.dispatches()) {
            slots.refresh();
        }
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                changes.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS);
                changes.drainPermits();
                look();
                Thread.sleep(BREATH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (ownership.dispatches() && queue.waiting() > 0) {
                dispatch(queue.take(slots.free()));
                preemption.look();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "dispatching failed, trying again");
        }
    }

    /** Blocks until every job has its ticket, however long the broker is away, or has failed because it never can have one. */
    private void dispatch(List<JobState> jobs) {
        CompletableFuture.allOf(jobs.stream().map(this::dispatch).toArray(CompletableFuture[]::new))
                .join();
    }

    private CompletableFuture<Void> dispatch(JobState job) {
        // A job that gave way has waited since then, and has its plan fixed under the ticket that it had.
        boolean again = job.queue().ticket() != null;
        Instant since = again ? job.updatedAt() : job.intake().queuedAt();
        TraceSpan.since(since, "queue", job.traceparent()).job(job.jobId()).close();
        TraceSpan sent = TraceSpan.send(Topics.RENDERS, job.jobId(), job.traceparent());
        String id = again ? job.queue().ticket() : UUID.randomUUID().toString();
        String ticket = Json.write(new RenderTicket(id, job.plan()));
        return untilPublished
                .publish(
                        "ticket of job " + job.jobId(),
                        () -> Published.to(
                                renders,
                                ticket,
                                OutgoingKafkaRecordMetadata.<String>builder()
                                        .withKey(job.jobId().value())
                                        .withHeaders(headers(job.attempt(), sent))
                                        .build()))
                .handle((done, failure) -> {
                    sent.close();
                    return failure;
                })
                .thenCompose(failure -> failure == null ? dispatched(job) : failed(job, failure));
    }

    private CompletableFuture<Void> dispatched(JobState job) {
        return untilPublished.publish(
                "dispatch of job " + job.jobId(), () -> events.emit(job.jobId(), new JobEvent.Dispatched()));
    }

    private static Headers headers(int attempts, TraceSpan sent) {
        Headers headers = new RecordHeaders();
        if (attempts > 0) {
            headers.add(Topics.EARLIER_ATTEMPTS, Integer.toString(attempts).getBytes(StandardCharsets.UTF_8));
        }
        sent.addTo(headers);
        return headers;
    }

    private CompletableFuture<Void> failed(JobState job, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof UnpublishableException)) {
            queue.putBack(job);
            return CompletableFuture.failedFuture(failure);
        }
        JobEvent end = new JobEvent.Failed(
                Fault.INTERNAL, "The job cannot be dispatched: " + cause.getMessage(), job.attempt());
        return untilPublished.publish("end of job " + job.jobId(), () -> events.emit(job.jobId(), end));
    }
}
