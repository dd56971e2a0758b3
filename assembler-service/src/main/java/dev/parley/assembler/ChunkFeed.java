package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.kit.kafka.CancelledJobs;
import dev.parley.kit.trace.TraceContext;
import dev.parley.kit.trace.TraceSpan;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Reads committed chunks; the last one of a job queues the job for assembly. */
@ApplicationScoped
class ChunkFeed {
    private static final Logger LOG = Logger.getLogger(ChunkFeed.class);
    /** As the channel's settings name it. */
    private static final String GROUP = "assemblers";

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final CancelledJobs cancelled;
    private final AssemblerMetrics metrics;
    private final AssemblyLine line;

    @Inject
    ChunkFeed(Assembler assembler, CancelledJobs cancelled, AssemblerConfig config, AssemblerMetrics metrics) {
        this.cancelled = cancelled;
        this.metrics = metrics;
        this.line = new AssemblyLine(assembler::assemble, config, metrics);
    }

    /** Before the channel connects (at 1000): what was cancelled while nobody looked must be known. */
    void onStart(@Observes @Priority(30) StartupEvent event) {
        cancelled.awaitCaughtUp(LONGEST_START);
    }

    /** The record counts as done when its job is; the next one comes as soon as there is room. */
    @Incoming("chunks")
    CompletionStage<Void> take(Message<String> record) {
        Optional<ChunkCommitted> chunk = read(record.getPayload());
        if (chunk.filter(ChunkCommitted::last).isEmpty()) {
            return record.ack();
        }
        TraceSpan span = span(record, chunk.get());
        return span.within(() -> line.add(chunk.get(), () -> {
            span.close();
            done(chunk.get(), record);
        }));
    }

    private static TraceSpan span(Message<String> message, ChunkCommitted chunk) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(record -> TraceSpan.process(
                        record.getTopic(),
                        record.getPartition(),
                        record.getOffset(),
                        GROUP,
                        TraceContext.in(record.getHeaders())))
                .orElseGet(() -> TraceSpan.of("process " + Topics.CHUNKS))
                .job(chunk.jobId());
    }

    private Optional<ChunkCommitted> read(String json) {
        try {
            Optional<ChunkCommitted> chunk =
                    Optional.ofNullable(json).map(text -> Json.read(text, ChunkCommitted.class));
            if (chunk.isPresent()) {
                return chunk;
            }
            LOG.warn("empty chunk record skipped");
        } catch (IllegalArgumentException e) {
            LOG.warnf("unreadable chunk record skipped  reason=%s", e.getMessage());
        }
        metrics.notUnderstood();
        return Optional.empty();
    }

    private static void done(ChunkCommitted chunk, Message<String> record) {
        record.ack().whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.warnf("record not acknowledged, it will be redelivered  job=%s reason=%s", chunk.jobId(), failure);
            }
        });
    }

    @PreDestroy
    void stop() throws InterruptedException {
        line.stop();
    }
}
