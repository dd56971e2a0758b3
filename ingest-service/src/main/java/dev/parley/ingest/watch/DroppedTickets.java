package dev.parley.ingest.watch;

import static dev.parley.ingest.watch.TicketConsumers.PATIENCE_MILLIS;
import static dev.parley.ingest.watch.TicketConsumers.POLL;

import dev.parley.contracts.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the brokers say of tickets that they gave up, from the beginning of their topic. That is seldom anything: a consumer
 * is opened only where there is more. Used by one thread.
 */
@ApplicationScoped
class DroppedTickets {
    private final Admin admin;
    private final TicketConsumers consumers;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    @Inject
    DroppedTickets(Admin admin, @Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.admin = admin;
        this.consumers = new TicketConsumers(settings);
    }

    /**
     * Those that came since the last call, the oldest of a job first; none where brokers keep none.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not say
     */
    List<DroppedTicket> more() throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, Long> ends = ends(partitions());
        ends.entrySet().removeIf(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
        List<DroppedTicket> found = new ArrayList<>();
        if (!ends.isEmpty()) {
            Map<TopicPartition, Long> from = ends.keySet().stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> next.getOrDefault(partition, 0L)));
            read(from, ends, record -> DroppedTicket.of(record).ifPresent(found::add));
            next.putAll(ends);
        }
        return found;
    }

    /**
     * Whether the job got no other ticket since. One that is published again, or anew after the job gave way, has the same
     * key and so the same partition.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not say
     */
    boolean isLatest(DroppedTicket ticket) throws ExecutionException, TimeoutException, InterruptedException {
        TopicPartition partition = new TopicPartition(Topics.RENDERS, ticket.partition());
        List<ConsumerRecord<String, byte[]>> later = new ArrayList<>();
        read(Map.of(partition, ticket.offset() + 1), ends(List.of(partition)), record -> {
            if (ticket.job().value().equals(record.key())) {
                later.add(record);
            }
        });
        return later.isEmpty();
    }

    private List<TopicPartition> partitions() throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return admin
                    .describeTopics(List.of(Topics.DROPPED_TICKETS))
                    .allTopicNames()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .get(Topics.DROPPED_TICKETS)
                    .partitions()
                    .stream()
                    .map(known -> new TopicPartition(Topics.DROPPED_TICKETS, known.partition()))
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw e;
        }
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted)
                .all()
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<String, byte[]>> reader)
            throws TimeoutException, InterruptedException {
        try (KafkaConsumer<String, byte[]> consumer = consumers.open()) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(reader);
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("The tickets did not come within %d ms".formatted(PATIENCE_MILLIS));
                }
            }
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        }
    }
}
