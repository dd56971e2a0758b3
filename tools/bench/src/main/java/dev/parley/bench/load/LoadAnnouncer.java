package dev.parley.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.job.Announcer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says what workers say, over one connection for all of them, where each real worker has its own. */
final class LoadAnnouncer implements Announcer, AutoCloseable {
    private final KafkaProducer<String, String> producer;

    LoadAnnouncer(String kafka) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 0, "max.request.size", 3_145_728),
                new StringSerializer(),
                new StringSerializer());
    }

    @Override
    public void event(JobId job, JobEvent event) {
        await(send(job, event));
    }

    @Override
    public void progress(JobId job, JobEvent.Progress progress) {
        send(job, progress);
    }

    @Override
    public void chunk(ChunkCommitted page) {
        await(producer.send(new ProducerRecord<>(Topics.CHUNKS, page.jobId().value(), Json.write(page))));
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        await(producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS, Json.write(letter))));
    }

    @Override
    public void again(JobId job, Claim claim) {
        await(producer.send(new ProducerRecord<>(Topics.RENDERS, job.value(), claim.text())));
    }

    private Future<RecordMetadata> send(JobId job, JobEvent event) {
        String text = Json.write(CloudEvent.of("/bench/load", job, Instant.now(), event));
        ProducerRecord<String, String> record = new ProducerRecord<>(Topics.EVENTS, job.value(), text);
        record.headers().add("content-type", CloudEvent.CONTENT_TYPE.getBytes(UTF_8));
        return producer.send(record);
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while publishing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot publish", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
