package dev.parley.ingest.access;

import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * The compacted {@code parley.keys}: every instance reads all of it before it takes a call, and follows it, so a change that
 * one instance makes is known to all within milliseconds, and after a restart.
 */
@ApplicationScoped
class KeyTopic {
    private static final Logger LOG = Logger.getLogger(KeyTopic.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private volatile KafkaConsumer<String, String> consumer;
    private volatile KafkaProducer<String, String> producer;
    private volatile boolean stopped;

    @Inject
    KeyTopic(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put("enable.auto.commit", false);
        this.settings.put("max.block.ms", 5_000);
        this.settings.put("request.timeout.ms", 5_000);
        this.settings.put("delivery.timeout.ms", 10_000);
        this.settings.put("acks", "all");
    }

    /**
     * Returns when all is read that was there, however long the broker is away; later records come on a thread of their own.
     *
     * @param reader gets key and value; the value is null where something was taken back
     */
    void follow(BiConsumer<String, String> reader) {
        producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        Backoff.AT_START.until("the topic " + Topics.KEYS + " is read", () -> {
            readAll(reader);
            return null;
        });
        Thread thread = new Thread(() -> readOn(reader), "keys");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(BiConsumer<String, String> reader) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.KEYS).stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("There is no topic " + Topics.KEYS);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(reader);
        }
    }

    private void readOn(BiConsumer<String, String> reader) {
        try {
            while (!stopped) {
                try {
                    poll(reader);
                } catch (WakeupException e) {
                    return;
                } catch (KafkaException e) {
                    LOG.warnf("keys not read, trying again  cause=%s", e.getMessage());
                    Thread.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close();
        }
    }

    private void poll(BiConsumer<String, String> reader) {
        consumer.poll(POLL).forEach(record -> {
            try {
                reader.accept(record.key(), record.value());
            } catch (RuntimeException e) {
                LOG.warnf(
                        "unreadable key skipped  topic=%s partition=%d offset=%d",
                        record.topic(), record.partition(), record.offset());
            }
        });
    }

    /** Completes when all in-sync replicas have it. */
    CompletableFuture<Void> publish(String key, String value) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        try {
            producer.send(new ProducerRecord<>(Topics.KEYS, key, value), (written, failure) -> {
                if (failure == null) {
                    published.complete(null);
                } else {
                    published.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            published.completeExceptionally(e);
        }
        return published;
    }

    @PreDestroy
    void stop() {
        stopped = true;
        if (consumer != null) {
            consumer.wakeup();
            producer.close(Duration.ofSeconds(1));
        }
    }
}
