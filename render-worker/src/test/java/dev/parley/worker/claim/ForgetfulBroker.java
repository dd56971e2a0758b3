package dev.parley.worker.claim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One record of one topic. Answers the first commits as it is told, and hands the record to each new member until an
 * acknowledgement has arrived that settles it.
 */
final class ForgetfulBroker {
    /** What a commit is answered with. */
    enum Answer {
        TAKEN,
        /** As client 4.2.1 does after the broker was away: the acknowledgement is gone, and there is no error. */
        NOTHING,
        OTHER_PARTITION,
        REFUSED
    }

    static final TopicPartition PARTITION = new TopicPartition("jobs", 0);

    private final Answer[] answers;
    private final AtomicInteger commits = new AtomicInteger();
    final CopyOnWriteArrayList<AcknowledgeType> taken = new CopyOnWriteArrayList<>();
    final AtomicInteger members = new AtomicInteger();

    /** @param answers to the first commits; later ones are taken */
    ForgetfulBroker(Answer... answers) {
        this.answers = answers;
    }

    ShareGroup join() {
        members.incrementAndGet();
        return new ShareGroup(consumer(), PARTITION.topic());
    }

    private boolean isSettled() {
        return taken.stream().anyMatch(type -> type == AcknowledgeType.ACCEPT || type == AcknowledgeType.REJECT);
    }

    private Map<TopicIdPartition, Optional<KafkaException>> answer(AcknowledgeType type) {
        int commit = commits.getAndIncrement();
        Answer answer = commit < answers.length ? answers[commit] : Answer.TAKEN;
        if (answer == Answer.TAKEN) {
            taken.add(type);
        }
        return switch (answer) {
            case TAKEN -> answer(0, Optional.empty());
            case NOTHING -> Map.of();
            case OTHER_PARTITION -> answer(1, Optional.empty());
            case REFUSED -> answer(0, Optional.of(new KafkaException("not the owner")));
        };
    }

    private static Map<TopicIdPartition, Optional<KafkaException>> answer(
            int partition, Optional<KafkaException> error) {
        return Map.of(new TopicIdPartition(Uuid.ONE_UUID, partition, PARTITION.topic()), error);
    }

    private ShareConsumer<String, byte[]> consumer() {
        return new MockShareConsumer<>() {
            private boolean holds;
            private AcknowledgeType last;

            @Override
            public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
                boolean again = last == AcknowledgeType.RENEW;
                if (isSettled() || holds && !again) {
                    pause();
                    return ConsumerRecords.empty();
                }
                holds = true;
                last = null;
                addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 5, "job", new byte[1]));
                return super.poll(timeout);
            }

            @Override
            public synchronized void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
                super.acknowledge(record, type);
                last = type;
            }

            @Override
            public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
                super.commitSync(timeout);
                return answer(last);
            }

            @Override
            public Optional<Integer> acquisitionLockTimeoutMs() {
                return Optional.of(300);
            }

            @Override
            public synchronized Map<MetricName, ? extends Metric> metrics() {
                MetricName name = new MetricName("last-heartbeat-seconds-ago", "test", "of the test", new HashMap<>());
                return Map.of(name, new Metric() {
                    @Override
                    public MetricName metricName() {
                        return name;
                    }

                    @Override
                    public Object metricValue() {
                        return 1.0;
                    }
                });
            }
        };
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
