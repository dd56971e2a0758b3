package dev.parley.ingest.letters;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** The newest letters on the topic, as they are when somebody asks: that is seldom, and holding them all would cost more. */
@ApplicationScoped
public class LetterBox {
    private static final Logger LOG = Logger.getLogger(LetterBox.class);
    /** Of each partition. A letter may have a megabyte, and a thousand have a few in all. */
    private static final long MOST = 1_000;

    private static final long MOST_BYTES = 64L << 20;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Who asks again and again reads the topic once in so long. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final Clock clock;
    private List<DeadLetter> read = List.of();
    private Instant readAt = Instant.MIN;

    @Inject
    LetterBox(@Identifier("default-kafka-broker") Map<String, Object> settings, Clock clock) {
        this.settings = new HashMap<>(settings);
        this.settings.put("enable.auto.commit", false);
        this.settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        this.settings.put("request.timeout.ms", (int) PATIENCE.dividedBy(2).toMillis());
        this.clock = clock;
    }

    /**
     * The newest first, one for each job.
     *
     * @throws KafkaException if the broker does not say
     */
    public synchronized List<DeadLetter> letters() {
        if (clock.instant().isAfter(readAt.plus(FRESH))) {
            read = read();
            readAt = clock.instant();
        }
        return read;
    }

    /** Throws as {@link #letters} does. */
    public Optional<DeadLetter> of(JobId job) {
        return letters().stream().filter(letter -> job.equals(letter.jobId())).findFirst();
    }

    private List<DeadLetter> read() {
        Map<String, DeadLetter> found = new LinkedHashMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                    .map(known -> new TopicPartition(known.topic(), known.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            ends.forEach((partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - MOST)));
            long bytes = 0;
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    bytes += record.serializedValueSize();
                    letter(record).ifPresent(letter -> found.put(key(record, letter), letter));
                }
                if (bytes > MOST_BYTES) {
                    LOG.warnf("not all dead letters are shown, they are too large  bytes=%d", bytes);
                    break;
                }
                if (System.nanoTime() - until > 0) {
                    throw new TimeoutException("The dead letters did not come within " + PATIENCE);
                }
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(DeadLetter::at).reversed())
                .toList();
    }

    /** Letters of one job are the same letter. */
    private static String key(ConsumerRecord<String, byte[]> record, DeadLetter letter) {
        return letter.jobId() == null
                ? record.partition() + "@" + record.offset()
                : letter.jobId().value();
    }

    private static Optional<DeadLetter> letter(ConsumerRecord<String, byte[]> record) {
        try {
            DeadLetter letter = Json.read(
                    new String(record.value() == null ? new byte[0] : record.value(), StandardCharsets.UTF_8),
                    DeadLetter.class);
            return letter.at() == null || letter.fault() == null ? Optional.empty() : Optional.of(letter);
        } catch (IllegalArgumentException e) {
            LOG.debugf("no dead letter  offset=%d: %s", record.offset(), e.getMessage());
            return Optional.empty();
        }
    }
}
