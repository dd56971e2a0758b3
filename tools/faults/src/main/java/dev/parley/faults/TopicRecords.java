package dev.parley.faults;

import dev.parley.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The farm's topics: what is on them, and what should not be. */
final class TopicRecords {
    private static final int REPEATED = 20;
    private static final int FAR_TOO_LARGE = 900_000;

    private final String kafka;

    TopicRecords(Laboratory lab) {
        this.kafka = lab.brokers().bootstrap();
    }

    /** All of a topic, partition by partition. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "default.api.timeout.ms", 60_000);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map((PartitionInfo info) -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    /** Publishes some of what there is once more, in another order: old news, old tickets. */
    String repeat(Random random) throws InterruptedException, NothingHappenedException {
        String topic = List.of(Topics.EVENTS, Topics.CHUNKS, Topics.RENDERS).get(random.nextInt(3));
        try {
            List<ConsumerRecord<String, byte[]>> some = new ArrayList<>(read(topic));
            Collections.shuffle(some, random);
            for (ConsumerRecord<String, byte[]> record : some.subList(0, Math.min(REPEATED, some.size()))) {
                send(new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()));
            }
        } catch (KafkaException | ExecutionException e) {
            throw new NothingHappenedException("the broker is away");
        }
        return topic;
    }

    /** Publishes what no service writes. */
    String poison(Random random) throws InterruptedException, NothingHappenedException {
        String topic = List.of(Topics.REQUESTS, Topics.RENDERS, Topics.CHUNKS, Topics.EVENTS, Topics.COMMANDS)
                .get(random.nextInt(5));
        byte[] large = new byte[FAR_TOO_LARGE];
        random.nextBytes(large);
        try {
            for (byte[] value : new byte[][] {
                {},
                "{}".getBytes(StandardCharsets.UTF_8),
                "{\"plan\":{\"jobId\":\"../../etc\"}}".getBytes(StandardCharsets.UTF_8),
                "[[[[".getBytes(StandardCharsets.UTF_8),
                large
            }) {
                send(new ProducerRecord<>(topic, "poison", value));
            }
            send(new ProducerRecord<>(topic, "poison", null));
        } catch (KafkaException | ExecutionException e) {
            throw new NothingHappenedException("the broker is away");
        }
        return topic;
    }

    /** Publishes a ticket that no worker understands. */
    void unreadableTicket() throws InterruptedException, ExecutionException {
        send(new ProducerRecord<>(Topics.RENDERS, "unreadable", "[[[[".getBytes(StandardCharsets.UTF_8)));
    }

    private void send(ProducerRecord<String, byte[]> record) throws InterruptedException, ExecutionException {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "delivery.timeout.ms", 40_000);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }
}
