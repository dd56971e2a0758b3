package dev.parley.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a long queue costs. Jobs that wait are written to {@code parley.jobs}, copies of one that the farm accepted, as if
 * another instance had accepted them: a million would take an hour to submit. The farm must have no workers; for the
 * latencies this program plays one.
 */
@Command(name = "queue", description = "Memory of a farm's ingest, and latency of claims, by the length of its queue.")
final class QueueBench implements Callable<Integer> {
    private static final Pattern INPUT = Pattern.compile("inputs/[0-9a-f]{8}([0-9a-f]{56})");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Option(names = "--url", required = true)
    URI url;

    @Option(names = "--kafka", required = true, description = "The farm's bootstrap servers.")
    String kafka;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(
            names = "--waiting",
            split = ",",
            defaultValue = "10000,100000,1000000",
            description = "Lengths, ascending.")
    List<Integer> lengths;

    @Option(names = "--claims", defaultValue = "200", description = "Jobs that are timed at each length; 0 for none.")
    int claims;

    @Option(names = "--pid", description = "Ingest's process, whose heap is collected before it is measured.")
    Long pid;

    private BenchClient farm;
    private String request;
    private int written;
    private int ended;

    @Override
    public Integer call() throws Exception {
        farm = new BenchClient(url);
        request = farm.request(picture, voice);
        try (KafkaProducer<String, String> producer = producer();
                KafkaShareConsumer<String, String> worker = worker()) {
            String sample = waiting(submit(request));
            // What is there already is the sample; the first claims warm up.
            fill(producer, sample, 1_000);
            if (claims > 0) {
                claim(producer, worker, Math.min(claims, 50));
            }
            for (int length : lengths) {
                long began = System.nanoTime();
                fill(producer, sample, length);
                double seconds = (System.nanoTime() - began) / 1e9;
                String memory = memory();
                double[] millis = claims == 0 ? new double[1] : claim(producer, worker, claims);
                System.out.printf(
                        "queue: %d waiting (read in %.0f s), %s, end of a job to the next claim p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                        length, seconds, memory, at(millis, 0.5), at(millis, 0.99), at(millis, 1));
            }
        }
        return 0;
    }

    private JobId submit(String json) throws IOException {
        return new JobId(
                BenchClient.expect(201, farm.submit(json).join()).path("jobId").asText());
    }

    /** The state of a job that waits, as the farm keeps it. */
    private String waiting(JobId job) throws InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "enable.auto.commit", false);
        try (KafkaConsumer<String, String> states =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = states.partitionsFor(Topics.JOBS).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            states.assign(partitions);
            states.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                for (ConsumerRecord<String, String> state : states.poll(Duration.ofMillis(200))) {
                    if (job.value().equals(state.key()) && state.value() != null) {
                        return state.value();
                    }
                }
            }
        }
        throw new IllegalStateException("Job %s has no state".formatted(job));
    }

    private void fill(KafkaProducer<String, String> producer, String sample, int length) throws Exception {
        ObjectNode state = (ObjectNode) Json.mapper().readTree(sample);
        String own = state.path("jobId").asText();
        for (; written < length; written++) {
            String job = new UUID(Instant.now().toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE | written).toString();
            producer.send(new ProducerRecord<>(Topics.JOBS, job, otherInputs(sample.replace(own, job), written)));
        }
        producer.flush();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (farm.metric("parley_queue_depth") < length - ended) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "The farm has read %.0f of %d jobs".formatted(farm.metric("parley_queue_depth"), length));
            }
            Thread.sleep(100);
        }
    }

    /** No two jobs have an input in common. */
    private static String otherInputs(String state, int number) {
        return INPUT.matcher(state).replaceAll(input -> "inputs/%08x".formatted(number) + input.group(1));
    }

    private String memory() throws IOException, InterruptedException {
        if (pid == null) {
            return "heap not measured";
        }
        new ProcessBuilder("jcmd", pid.toString(), "GC.run").start().waitFor();
        String heap = new String(new ProcessBuilder("jcmd", pid.toString(), "GC.heap_info")
                .start()
                .getInputStream()
                .readAllBytes());
        long kib = heap.lines()
                .filter(line -> line.matches(".* total \\d+K, used \\d+K.*")) // a generation, or all of G1's heap
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".* used (\\d+)K.*", "$1")))
                .sum();
        return "heap %d MB".formatted(kib >> 10);
    }

    /**
     * Milliseconds from the end of a worker's job to the arrival of its next ticket, ascending. It is the longest that it
     * can be: nothing was heard of the job but its claim, so nobody knew that the worker would be free.
     */
    private double[] claim(KafkaProducer<String, String> producer, KafkaShareConsumer<String, String> worker, int jobs)
            throws Exception {
        double[] millis = new double[jobs];
        JobId job = take(worker);
        for (int i = 0; i < jobs; i++) {
            tell(producer, job, new JobEvent.Claimed("bench", 1, 0));
            while (!farm.job(job.value()).path("status").asText().equals("running")) {
                Thread.sleep(5);
            }
            long began = System.nanoTime();
            tell(producer, job, new JobEvent.Cancelled("measured"));
            ended++;
            job = take(worker);
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        tell(producer, job, new JobEvent.Cancelled("measured"));
        ended++;
        Arrays.sort(millis);
        return millis;
    }

    private static JobId take(KafkaShareConsumer<String, String> worker) {
        JobId found = null;
        while (found == null) {
            for (ConsumerRecord<String, String> ticket : worker.poll(Duration.ofMillis(200))) {
                worker.acknowledge(ticket, AcknowledgeType.ACCEPT);
                found = new JobId(ticket.key());
            }
            worker.commitSync();
        }
        return found;
    }

    private static void tell(KafkaProducer<String, String> producer, JobId job, JobEvent event) throws Exception {
        String news = Json.write(CloudEvent.of("/bench", job, Instant.now(), event));
        producer.send(new ProducerRecord<>(Topics.EVENTS, job.value(), news)).get();
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
    }

    private KafkaProducer<String, String> producer() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "linger.ms", 0, "batch.size", 262_144, "buffer.memory", 67_108_864);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private KafkaShareConsumer<String, String> worker() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka,
                "group.id",
                Topics.WORKERS,
                "client.id",
                "bench",
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                1);
        KafkaShareConsumer<String, String> worker =
                new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        worker.subscribe(Set.of(Topics.RENDERS));
        return worker;
    }
}
