package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.kit.kafka.Published;
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
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/**
 * The one hand that changes jobs' states, in the table and in {@code parley.jobs}. Whoever changes a state must own the job
 * ({@link Ownership}). States are sent in the order they came about.
 */
@ApplicationScoped
public class StateWriter {
    private static final Logger LOG = Logger.getLogger(StateWriter.class);
    private static final String WRITER = "parley-writer";
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Emitter<Record<String, String>> out;
    private final JobTable table;
    private final Ownership ownership;
    private final JobMetrics metrics;
    // Of this process, not of this machine: what an earlier process wrote has to be read.
    private final byte[] self = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    private final List<RecordHeader> headers = List.of(new RecordHeader(WRITER, self));

    @Inject
    StateWriter(
            @Channel("jobs-out") Emitter<Record<String, String>> out,
            JobTable table,
            Ownership ownership,
            JobMetrics metrics) {
        this.out = out;
        this.table = table;
        this.ownership = ownership;
        this.metrics = metrics;
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

    /** Publishes the job's latest state; completes when it is safe, and never fails: it is tried until it works. */
    public synchronized CompletableFuture<Void> publish(JobId job) {
        String state = table.folded(job).map(Json::write).orElse(null);
        return Published.to(
                        out,
                        Record.of(job.value(), state),
                        OutgoingKafkaRecordMetadata.<String>builder()
                                .withHeaders(headers)
                                .build())
                .handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null ? done() : again(job, failure));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> again(JobId job, Throwable failure) {
        LOG.debugf("state not published, trying again  job=%s cause=%s", job, failure.getMessage());
        return CompletableFuture.runAsync(() -> {}, SOON).thenCompose(later -> publish(job));
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
