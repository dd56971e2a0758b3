package dev.parley.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads {@code parley.events} from now on, in no group, and hands each job's events to who asked for them. One thread reads;
 * it also calls those who listen.
 */
final class EventTopic implements AutoCloseable {
    private static final String TOPIC = "parley.events";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, String> consumer;
    private final Map<String, Consumer<JobNews>> listeners = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile boolean closed;
    private volatile KafkaException broken;

    /** Returns when every event from now on will be read. */
    EventTopic(Map<String, Object> settings) {
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, PATIENCE).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Only this looks up where the end is.
            partitions.forEach(partition -> consumer.position(partition, PATIENCE));
        } catch (KafkaException e) {
            consumer.close();
            throw new ParleyKafkaException("The topic %s cannot be read: %s".formatted(TOPIC, e.getMessage()), e);
        }
        reader = new Thread(this::read, "parley-events");
        reader.setDaemon(true);
        reader.start();
    }

    /** Calls {@code listener} for each event of a job from now on, until {@link #forget}. */
    void listen(String jobId, Consumer<JobNews> listener) {
        listeners.put(jobId, listener);
    }

    void forget(String jobId) {
        listeners.remove(jobId);
    }

    /** @throws ParleyKafkaException if nothing is read any more */
    void check() {
        KafkaException cause = broken;
        if (cause != null) {
            throw new ParleyKafkaException(
                    "The topic %s cannot be read any more: %s".formatted(TOPIC, cause.getMessage()), cause);
        }
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<String, String> event : consumer.poll(POLL)) {
                    Consumer<JobNews> listener = event.key() == null ? null : listeners.get(event.key());
                    if (listener != null && event.value() != null) {
                        tell(listener, event.value());
                    }
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (KafkaException e) {
            broken = e;
        }
    }

    private static void tell(Consumer<JobNews> listener, String value) {
        JsonNode event;
        try {
            event = JSON.readTree(value);
        } catch (JsonProcessingException e) {
            return; // not from a farm
        }
        listener.accept(JobNews.of(event));
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
