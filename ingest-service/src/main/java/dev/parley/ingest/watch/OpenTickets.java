package dev.parley.ingest.watch;

import static dev.parley.ingest.watch.TicketConsumers.PATIENCE_MILLIS;
import static dev.parley.ingest.watch.TicketConsumers.POLL;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Looks for tickets where workers have not finished all of them. The broker does not say which these are: one that is
 * finished still counts as open while an older one on its partition is not, and until the next one there is finished.
 */
@ApplicationScoped
class OpenTickets {
    private final Admin admin;
    private final TicketConsumers consumers;

    @Inject
    OpenTickets(Admin admin, @Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.admin = admin;
        this.consumers = new TicketConsumers(settings);
    }

    /**
     * Whether a ticket of the job may be waiting or in work.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not say
     */
    boolean has(JobId job) throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, SharePartitionOffsetInfo> finished = admin.listShareGroupOffsets(
                        Map.of(Topics.WORKERS, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(Topics.WORKERS)
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        try (KafkaConsumer<String, byte[]> consumer = consumers.open()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.RENDERS).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            finished.forEach((partition, upTo) -> {
                if (upTo != null && partitions.contains(partition)) {
                    consumer.seek(partition, upTo.startOffset());
                }
            });
            return has(job, consumer, consumer.endOffsets(partitions));
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        }
    }

    private static boolean has(JobId job, KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends)
            throws TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            boolean silent = true;
            for (ConsumerRecord<String, byte[]> ticket : consumer.poll(POLL)) {
                if (job.value().equals(ticket.key())) {
                    return true;
                }
                silent = false;
            }
            if (silent && System.nanoTime() - deadline > 0) {
                throw new TimeoutException("No tickets came within %d ms".formatted(PATIENCE_MILLIS));
            }
        }
        return false;
    }
}
