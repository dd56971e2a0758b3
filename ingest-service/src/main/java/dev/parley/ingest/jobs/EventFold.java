package dev.parley.ingest.jobs;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Folds events into states, batch by batch. A batch is committed when all states it changed are safe; after a crash it is
 * folded again, which changes nothing a second time.
 */
@ApplicationScoped
class EventFold {
    private static final Logger LOG = Logger.getLogger(EventFold.class);

    private final Ownership ownership;
    private final StateWriter writer;
    private final JobMetrics metrics;

    @Inject
    EventFold(Ownership ownership, StateWriter writer, JobMetrics metrics) {
        this.ownership = ownership;
        this.writer = writer;
        this.metrics = metrics;
    }

    @Incoming("events-in")
    @Blocking("fold")
    void fold(ConsumerRecords<String, byte[]> events) {
        ownership.awaitCurrent();
        // Of several events of one job only what they came to is worth publishing.
        Set<JobId> changed = new LinkedHashSet<>();
        for (ConsumerRecord<String, byte[]> event : events) {
            fold(event, changed);
        }
        CompletableFuture.allOf(changed.stream().map(writer::publish).toArray(CompletableFuture[]::new))
                .join();
        writer.trim();
    }

    /** Whatever is wrong with an event, it must not stop all that follow. */
    private void fold(ConsumerRecord<String, byte[]> record, Set<JobId> changed) {
        try {
            CloudEvent event = Json.mapper().readValue(record.value(), CloudEvent.class);
            JobId job = event.subject();
            if (writer.change(
                    job, known -> known.map(state -> state.apply(event)).orElseGet(() -> JobState.first(event)))) {
                changed.add(job);
            }
        } catch (IOException | RuntimeException e) {
            metrics.unreadable();
            LOG.warnf(
                    "event not readable, skipped  topic=%s partition=%d offset=%d cause=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }
}
