package dev.parley.bench.load;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads on {@code parley.events} what takes how long. */
final class JobTimes implements AutoCloseable {
    private final KafkaConsumer<String, String> events;
    private final Thread thread = new Thread(this::read, "events");
    private final Map<JobId, Instant> accepted = new HashMap<>();
    private final Map<JobId, Instant> dispatched = new HashMap<>();
    private final Map<JobId, Instant> lastChunk = new HashMap<>();
    private final Map<JobId, String> workers = new HashMap<>();
    private final Map<String, Instant> idleSince = new HashMap<>();
    private final AtomicInteger ended = new AtomicInteger();
    private Sample sample = new Sample();
    private volatile boolean closed;

    /** Seconds, and how many chunks and videos there were. */
    static final class Sample {
        final List<Double> queued = new ArrayList<>();
        final List<Double> claimed = new ArrayList<>();
        final List<Double> idle = new ArrayList<>();
        final List<Double> assembled = new ArrayList<>();
        int chunks;
        int videos;
        int failed;

        /** What was waited for before, such as the claims of workers that have just come. */
        void addTimes(Sample before) {
            queued.addAll(before.queued);
            claimed.addAll(before.claimed);
            idle.addAll(before.idle);
            assembled.addAll(before.assembled);
        }
    }

    JobTimes(String kafka) {
        events = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = events.partitionsFor(Topics.EVENTS).stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList();
        events.assign(partitions);
        events.seekToEnd(partitions);
        partitions.forEach(events::position);
        thread.setDaemon(true);
        thread.start();
    }

    /** Jobs that ended so far. */
    int ended() {
        return ended.get();
    }

    /** What was seen since the last call. */
    synchronized Sample take() {
        Sample taken = sample;
        sample = new Sample();
        return taken;
    }

    private void read() {
        while (!closed) {
            for (ConsumerRecord<String, String> record : events.poll(Duration.ofMillis(200))) {
                note(Json.read(record.value(), CloudEvent.class));
            }
        }
        events.close();
    }

    private synchronized void note(CloudEvent event) {
        JobId job = event.subject();
        if (event.data() instanceof JobEvent.Accepted) {
            accepted.put(job, event.time());
        } else if (event.data() instanceof JobEvent.Dispatched) {
            dispatched.put(job, event.time());
        } else if (event.data() instanceof JobEvent.Claimed claimed) {
            add(sample.queued, accepted.remove(job), event.time());
            add(sample.claimed, dispatched.remove(job), event.time());
            add(sample.idle, idleSince.remove(claimed.worker()), event.time());
            workers.put(job, claimed.worker());
        } else if (event.data() instanceof JobEvent.Chunk chunk) {
            sample.chunks++;
            if (chunk.index() == chunk.chunks() - 1) {
                lastChunk.put(job, event.time());
                idleSince.put(String.valueOf(workers.remove(job)), event.time());
            }
        } else if (event.data() instanceof JobEvent.Completed) {
            add(sample.assembled, lastChunk.remove(job), event.time());
            sample.videos++;
            ended.incrementAndGet();
        } else if (event.data() instanceof JobEvent.Failed) {
            sample.failed++;
            ended.incrementAndGet();
        }
    }

    private static void add(List<Double> times, Instant from, Instant to) {
        if (from != null) {
            times.add(Duration.between(from, to).toMillis() / 1e3);
        }
    }

    /** Of a list of seconds, as text; {@code -} of none. */
    static String quantiles(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return "-";
        }
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return "p50 %.2f s, p99 %.2f s".formatted(at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
    }

    @Override
    public void close() {
        closed = true;
    }
}
