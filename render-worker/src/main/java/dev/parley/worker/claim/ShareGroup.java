package dev.parley.worker.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * One membership in a share group (KIP-932), holding at most one record. Used by one thread, and discarded as soon as a
 * record's ownership is in doubt: after a renewal whose response is lost, the client waits for that record indefinitely.
 */
final class ShareGroup implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ShareGroup.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration DEFAULT_LOCK = Duration.ofSeconds(30);

    private final ShareConsumer<String, byte[]> consumer;
    private final CalmPoll calm = new CalmPoll();
    private ConsumerRecord<String, byte[]> held;

    ShareGroup(ClaimSettings settings) {
        this(connect(settings), settings.topic());
    }

    /** @param consumer in explicit mode, taking one record at a time; closed with this */
    ShareGroup(ShareConsumer<String, byte[]> consumer, String topic) {
        this.consumer = consumer;
        consumer.subscribe(List.of(topic));
    }

    private static ShareConsumer<String, byte[]> connect(ClaimSettings settings) {
        return new KafkaShareConsumer<>(
                settings.kafka()
                        .with(Map.of(
                                "group.id", settings.group(),
                                "client.id", settings.worker(),
                                // Without these two a worker acquires a whole batch of the producer's, however small
                                // its polls.
                                "share.acquire.mode", "record_limit",
                                "max.poll.records", "1",
                                // Renewals exist in this mode only.
                                "share.acknowledgement.mode", "explicit",
                                "default.api.timeout.ms", "10000")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Waits for a record; null if none comes. */
    Claim claim(Duration patience) {
        for (ConsumerRecord<String, byte[]> record : calm.poll(consumer, patience)) {
            if (held == null) {
                held = record;
            } else {
                consumer.acknowledge(record, AcknowledgeType.RELEASE);
            }
        }
        return held == null ? null : claim(held);
    }

    private static Claim claim(ConsumerRecord<String, byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
        }
        return new Claim(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value() == null ? new byte[0] : record.value(),
                headers,
                Instant.ofEpochMilli(record.timestamp()),
                record.deliveryCount().map(Short::intValue).orElse(1),
                new Stop());
    }

    /** How long the claim holds unless renewed. */
    Duration lock() {
        return consumer.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(DEFAULT_LOCK);
    }

    /**
     * Renews the claim for another {@link #lock}. The renewal is sent by a commit, not by a poll: a poll would also fetch a
     * further record, which nothing would renew. The empty poll that follows makes the client hold the renewed record
     * again; without it the record could never be acknowledged.
     *
     * @return whether the claim is still ours
     */
    boolean renew() {
        try {
            consumer.acknowledge(held, AcknowledgeType.RENEW);
            Optional<String> refusal = refusal();
            if (refusal.isPresent()) {
                LOG.warnf("renewal refused  offset=%d: %s", held.offset(), refusal.get());
                return false;
            }
            boolean back = false;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
                if (record.offset() == held.offset() && record.partition() == held.partition()) {
                    back = true;
                } else {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                }
            }
            return back;
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf("renewal failed  offset=%d: %s", held.offset(), e.getMessage());
            return false;
        }
    }

    /** @return whether the verdict counts; if not, the record will be claimed again, by whomever */
    boolean settle(Verdict verdict) {
        try {
            consumer.acknowledge(held, acknowledgement(verdict));
            Optional<String> refusal = refusal();
            refusal.ifPresent(
                    why -> LOG.warnf("verdict refused  offset=%d verdict=%s: %s", held.offset(), verdict, why));
            return refusal.isEmpty();
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf("verdict not acknowledged  offset=%d verdict=%s: %s", held.offset(), verdict, e.getMessage());
            return false;
        } finally {
            held = null;
        }
    }

    private static AcknowledgeType acknowledgement(Verdict verdict) {
        return switch (verdict) {
            case DONE -> AcknowledgeType.ACCEPT;
            case GIVE_BACK -> AcknowledgeType.RELEASE;
            case GIVE_UP -> AcknowledgeType.REJECT;
        };
    }

    /**
     * Why the broker does not have what was just acknowledged; nothing if it has. Only an answer for the record's own
     * partition counts as one: after the broker was away, client 4.2.1 drops the acknowledgement and answers an empty map.
     */
    private Optional<String> refusal() {
        TopicPartition partition = new TopicPartition(held.topic(), held.partition());
        for (var answer : consumer.commitSync(ANSWER).entrySet()) {
            if (answer.getKey().topicPartition().equals(partition)) {
                return answer.getValue().map(Throwable::toString);
            }
        }
        return Optional.of("the broker did not respond for " + partition);
    }

    /** Seconds since the coordinator last heard of us, as the client measures it; NaN before the first time. */
    Metric lastHeartbeat() {
        for (Map.Entry<MetricName, ? extends Metric> entry : consumer.metrics().entrySet()) {
            if (entry.getKey().name().equals("last-heartbeat-seconds-ago")) {
                return entry.getValue();
            }
        }
        throw new IllegalStateException("The client measures no heartbeats");
    }

    @Override
    public void close() {
        consumer.close(ANSWER);
    }
}
