package dev.parley.ingest.jobs;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Violation;
import dev.parley.ingest.UntilPublished;
import dev.parley.kit.kafka.JobEvents;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Folds events into states, batch by batch; accepted jobs join the queue by it. A batch is committed when all states that it
 * changed are safe; after a crash it is folded again, which changes nothing a second time.
 */
@ApplicationScoped
class EventFold {
    private static final Logger LOG = Logger.getLogger(EventFold.class);

    private final Ownership ownership;
    private final JobTable table;
    private final StateWriter writer;
    private final JobMetrics metrics;
    private final JobEvents jobEvents;
    private final UntilPublished untilPublished;
    private final FoldedEvents foldedEvents;
    private final Clock clock;

    @Inject
    EventFold(
            Ownership ownership,
            JobTable table,
            StateWriter writer,
            JobMetrics metrics,
            JobEvents jobEvents,
            UntilPublished untilPublished,
            FoldedEvents foldedEvents,
            Clock clock) {
        this.clock = clock;
        this.ownership = ownership;
        this.table = table;
        this.writer = writer;
        this.metrics = metrics;
        this.jobEvents = jobEvents;
        this.untilPublished = untilPublished;
        this.foldedEvents = foldedEvents;
    }

    @Incoming("events-in")
    @Blocking("fold")
    void fold(ConsumerRecords<String, byte[]> records) {
        ownership.awaitCurrent();
        List<CloudEvent> events = new ArrayList<>();
        records.forEach(record -> read(record).ifPresent(events::add));
        Instant now = clock.instant();
        // Of several events of one job only what they came to is worth publishing.
        Set<JobId> changed = new LinkedHashSet<>();
        for (CloudEvent event : events) {
            refuseOther(event);
            if (fold(event, now)) {
                changed.add(event.subject());
            }
        }
        CompletableFuture.allOf(changed.stream().map(writer::publish).toArray(CompletableFuture[]::new))
                .join();
        foldedEvents.take(records);
        writer.trim();
    }

    /** Two instances can accept two requests under one id at the same moment. The first event has it. */
    private void refuseOther(CloudEvent event) {
        if (!(event.data() instanceof JobEvent.Accepted accepted)) {
            return;
        }
        List<Violation> violations = table.folded(event.subject())
                .map(known -> ReusedId.violations(accepted.fingerprint(), known, true))
                .orElse(List.of());
        if (!violations.isEmpty()) {
            LOG.warnf("id already used by a different request  job=%s refused=%s", event.subject(), event.id());
            untilPublished
                    .publish(
                            "rejection of " + event.id(),
                            () -> jobEvents.emit(
                                    JobId.ofEvent(event.id()),
                                    new JobEvent.Rejected(violations, accepted.labels(), null, accepted.fingerprint())))
                    .join();
        }
    }

    /** Whatever is wrong with an event, it must not stop all that follow. */
    private Optional<CloudEvent> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(SharedTexts.MAPPER.readValue(record.value(), CloudEvent.class));
        } catch (IOException | RuntimeException e) {
            metrics.unreadable();
            LOG.warnf(
                    "unreadable event skipped  topic=%s partition=%d offset=%d cause=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    /** @param now when a job joins the queue that is accepted by the event */
    private boolean fold(CloudEvent event, Instant now) {
        try {
            return writer.change(event.subject(), known -> JobState.after(known.orElse(null), event, now));
        } catch (RuntimeException e) {
            metrics.unreadable();
            LOG.warnf(
                    "event could not be folded, skipped  job=%s id=%s cause=%s",
                    event.subject(), event.id(), e.getMessage());
            return false;
        }
    }
}
