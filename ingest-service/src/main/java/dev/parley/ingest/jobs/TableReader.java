package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads all of {@code parley.jobs} into the table, from the beginning at each start, and stays with it. */
@ApplicationScoped
class TableReader {
    private static final Logger LOG = Logger.getLogger(TableReader.class);

    private final JobTable table;
    private final TableBarrier barrier;
    private final StateWriter writer;
    private final Ownership ownership;
    private final FoldedEvents foldedEvents;

    @Inject
    TableReader(
            JobTable table, TableBarrier barrier, StateWriter writer, Ownership ownership, FoldedEvents foldedEvents) {
        this.table = table;
        this.barrier = barrier;
        this.writer = writer;
        this.ownership = ownership;
        this.foldedEvents = foldedEvents;
    }

    void onStart(@Observes StartupEvent event) {
        Infrastructure.getDefaultExecutor().execute(() -> {
            barrier.await();
            table.markRead();
            LOG.infof("view read  jobs=%d", table.size());
        });
    }

    @Incoming("jobs-in")
    @Blocking("table")
    void read(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            if (TableBarrier.isMark(record.key())) {
                barrier.seen(record.key(), record.partition());
            } else if (!writer.wrote(record.headers())) {
                read(record);
            }
        }
        foldedEvents.take(records);
        writer.trim();
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            JobId.parse(record.key()).ifPresent(table::forget);
            return;
        }
        JobState state;
        try {
            state = SharedTexts.MAPPER.readValue(record.value(), JobState.class);
        } catch (IOException e) {
            LOG.warnf(
                    "unreadable state skipped  topic=%s partition=%d offset=%d cause=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            return;
        }
        if (!table.put(state, record.value()) && ownership.owns(state.jobId()) && isOutdated(state)) {
            // An owner before us wrote once more, over what we know better. The last word must be ours.
            writer.publish(state.jobId());
        }
    }

    private boolean isOutdated(JobState state) {
        Optional<JobState> known = table.folded(state.jobId());
        return known.isPresent() && !known.get().equals(state);
    }
}
