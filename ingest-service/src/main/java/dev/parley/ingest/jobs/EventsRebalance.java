package dev.parley.ingest.jobs;

import dev.parley.contracts.Topics;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Tells {@link Ownership} which partitions of the events are read here. Found by the consumer group it is for. */
@ApplicationScoped
@Identifier(EventsRebalance.GROUP)
class EventsRebalance implements KafkaConsumerRebalanceListener {
    static final String GROUP = "ingest-view";

    private final Ownership ownership;

    @Inject
    EventsRebalance(Ownership ownership) {
        this.ownership = ownership;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> added) {
        ownership.take(
                numbers(consumer.assignment()),
                consumer.partitionsFor(Topics.EVENTS).size());
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        Set<Integer> left = numbers(consumer.assignment());
        left.removeAll(numbers(lost));
        ownership.keep(left);
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(partition -> numbers.add(partition.partition()));
        return numbers;
    }
}
