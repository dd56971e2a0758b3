package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.UntilPublished;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.kafka.UnpublishableException;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * The only writer of job states, to the table and to {@code parley.jobs}. The caller must own the job ({@link Ownership}).
 * States are sent in the order of the changes.
 */
@ApplicationScoped
public class StateWriter {
    private static final String WRITER = "parley-writer";

    private final Emitter<Record<String, String>> out;
    private final JobTable table;
    private final Ownership ownership;
    private final JobMetrics metrics;
    private final UntilPublished untilPublished;
    // Of this process, not of this machine: what an earlier process wrote has to be read.
    private final byte[] self = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    private final List<RecordHeader> headers = List.of(new RecordHeader(WRITER, self));

    @Inject
    StateWriter(
            @Channel("jobs-out") Emitter<Record<String, String>> out,
            JobTable table,
            Ownership ownership,
            JobMetrics metrics,
            UntilPublished untilPublished) {
        this.out = out;
        this.table = table;
        this.ownership = ownership;
        this.metrics = metrics;
        this.untilPublished = untilPublished;
    }

    /**
     * Changes a state in the table; answers whether it did. To be followed by {@link #publish}.
     *
     * @param change gets what is known, and answers the very same if nothing changes
     */
    public synchronized boolean change(JobId job, Function<Optional<JobState>, JobState> change) {
        Optional<JobState> before = table.folded(job);
        JobState after = change.apply(before);
        if (before.isPresent() && before.get() == after) {
            return false;
        }
        table.put(after);
        metrics.changed(before.orElse(null), after);
        return true;
    }

    /**
     * Publishes the job's latest state; completes when it is safe, however long that takes. A state that Kafka can never
     * take is known to this instance only, which must not keep all others from being published.
     */
    public CompletableFuture<Void> publish(JobId job) {
        return untilPublished
                .publish("state of job " + job, () -> publishOnce(job))
                .exceptionallyCompose(failure -> failure instanceof UnpublishableException
                                || failure.getCause() instanceof UnpublishableException
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    private synchronized CompletableFuture<Void> publishOnce(JobId job) {
        String state = table.json(job).orElse(null);
        return Published.to(
                out,
                Record.of(job.value(), state),
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withHeaders(headers)
                        .build());
    }

    /** Lets go of the oldest jobs where there are too many; the owner's tombstone makes it so for everybody. */
    void trim() {
        for (JobId forgotten : table.trim()) {
            if (ownership.owns(forgotten)) {
                publish(forgotten);
            }
        }
    }

    /** Whether this process wrote the record. */
    boolean wrote(Headers headers) {
        Header writer = headers.lastHeader(WRITER);
        return writer != null && Arrays.equals(writer.value(), self);
    }
}
