package dev.parley.worker;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.kit.LogTail;
import dev.parley.kit.kafka.JobEvents;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.trace.TraceSpan;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.job.Announcer;
import dev.parley.worker.job.FaultException;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/** Says it on the farm's topics. */
@ApplicationScoped
class KafkaAnnouncer implements Announcer {
    private static final Logger LOG = Logger.getLogger(KafkaAnnouncer.class);
    /** A little longer than the producer itself tries (delivery.timeout.ms). */
    private static final long PATIENCE_SECONDS = 130;

    private final JobEvents events;
    private final Emitter<String> chunks;
    private final Emitter<String> deadLetters;
    private final Emitter<String> renders;
    private final LogTail log;

    @Inject
    KafkaAnnouncer(
            JobEvents events,
            @Channel("chunks-out") Emitter<String> chunks,
            @Channel("dead-letters-out") Emitter<String> deadLetters,
            @Channel("renders-out") Emitter<String> renders,
            LogTail log) {
        this.events = events;
        this.chunks = chunks;
        this.deadLetters = deadLetters;
        this.renders = renders;
        this.log = log;
    }

    @Override
    public void event(JobId job, JobEvent event) {
        await("the event '%s' of %s".formatted(event.name(), job), () -> events.emit(job, event));
    }

    @Override
    public void progress(JobId job, JobEvent.Progress progress) {
        events.emit(job, progress).exceptionally(e -> {
            LOG.debugf("progress not published  job=%s: %s", job, e.getMessage());
            return null;
        });
    }

    @Override
    public void chunk(ChunkCommitted page) {
        TraceSpan span = TraceSpan.send(Topics.CHUNKS, page.jobId()).enter();
        try (span) {
            send(
                    "chunk %d of %s".formatted(page.index(), page.jobId()),
                    chunks,
                    page.jobId().value(),
                    Json.write(page),
                    Map.of());
        }
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        String key = letter.jobId() == null ? null : letter.jobId().value();
        DeadLetter told = letter.with(log.of(letter.jobId()));
        send("the dead letter of " + letter.jobId(), deadLetters, key, Json.write(told), Map.of());
    }

    @Override
    public void again(JobId job, Claim claim) {
        send("the ticket of " + job, renders, job.value(), claim.text(), claim.headersToPublishAgain());
    }

    private static void send(String what, Emitter<String> out, String key, String text, Map<String, byte[]> headers) {
        RecordHeaders kept = new RecordHeaders();
        headers.forEach(kept::add);
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key)
                .withHeaders(kept)
                .build();
        await(what, () -> Published.to(out, text, metadata));
    }

    private interface Publication {
        Future<Void> begin();
    }

    private static void await(String what, Publication publication) {
        try {
            publication.begin().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unsaid(what, e);
        } catch (ExecutionException e) {
            throw unsaid(what, e.getCause());
        } catch (TimeoutException | IllegalStateException e) {
            throw unsaid(what, e);
        }
    }

    private static FaultException unsaid(String what, Throwable cause) {
        return new FaultException(Fault.DEPENDENCY, "Cannot publish %s: %s".formatted(what, cause), cause);
    }
}
