package dev.parley.ingest.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumers without a group, each for one look at topics with tickets; a broker that does not answer is not waited for long. */
final class TicketConsumers {
    static final Duration POLL = Duration.ofMillis(500);
    static final int PATIENCE_MILLIS = 10_000;

    private final Map<String, Object> settings;

    /** @param farm how the farm's broker is reached */
    TicketConsumers(Map<String, Object> farm) {
        settings = new HashMap<>(farm);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
        settings.put("request.timeout.ms", PATIENCE_MILLIS / 2);
    }

    KafkaConsumer<String, byte[]> open() {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
