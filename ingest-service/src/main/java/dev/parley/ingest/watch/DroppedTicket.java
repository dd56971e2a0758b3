package dev.parley.ingest.watch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A ticket that the brokers gave up.
 *
 * @param partition of {@link Topics#RENDERS}, where it was
 * @param offset its own there
 * @param deliveries how often a worker had it
 */
record DroppedTicket(JobId job, int partition, long offset, int deliveries) {
    private static final String ABOUT = "__dlq.errors.";

    /** Nothing if that is no ticket of the workers, or the broker could not copy it. */
    static Optional<DroppedTicket> of(ConsumerRecord<String, byte[]> record) {
        if (!Topics.RENDERS.equals(header(record, "topic"))
                || !Topics.WORKERS.equals(header(record, "group"))
                || record.value() == null) {
            return Optional.empty();
        }
        try {
            RenderTicket ticket = Json.read(new String(record.value(), StandardCharsets.UTF_8), RenderTicket.class);
            return Optional.of(new DroppedTicket(
                    ticket.plan().jobId(),
                    Integer.parseInt(header(record, "partition")),
                    Long.parseLong(header(record, "offset")),
                    Integer.parseInt(header(record, "delivery.count"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Null where there is none. */
    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(ABOUT + name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
