package dev.parley.ingest.dispatch;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.Kafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Takes tickets as a worker does, one at a time, and says what a worker says. */
final class PlayedWorker implements AutoCloseable {
    private static final Duration A_WHILE = Duration.ofMinutes(2);

    private final String name;
    private final Kafka kafka;
    private final KafkaShareConsumer<String, byte[]> consumer;
    private final Set<String> begun = new HashSet<>();
    private RenderTicket ticket; // of the latest claim

    PlayedWorker(String name, String bootstrap) {
        this.name = name;
        this.kafka = new Kafka(bootstrap);
        this.consumer = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        Topics.WORKERS,
                        "client.id",
                        name,
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(Set.of(Topics.RENDERS));
    }

    /** Claims the next job; tickets of jobs that have ended, or that it had before, are dropped. */
    JobId claim() {
        JobId job = await().atMost(A_WHILE).until(this::next, found -> found != null);
        kafka.emit(job, new JobEvent.Claimed(name, 1, 0));
        await().atMost(A_WHILE)
                .untilAsserted(
                        () -> given().get("/v1/jobs/" + job).then().body("status", is(oneOf("running", "failed"))));
        return job;
    }

    private JobId next() {
        JobId found = null;
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            String status = given().get("/v1/jobs/" + record.key()).path("status");
            if ("accepted".equals(status) && begun.add(record.key())) {
                found = new JobId(record.key());
                ticket = Json.read(new String(record.value(), StandardCharsets.UTF_8), RenderTicket.class);
            }
        }
        consumer.commitSync();
        return found;
    }

    /** Says how long the job will take. */
    void announce(JobId job, double etaSeconds) {
        kafka.emit(job, new JobEvent.Progress(1, 1, 2, 1, 8, etaSeconds));
    }

    /** The job that it claimed gives way. @return the ticket that it had */
    RenderTicket giveWay(JobId job) {
        begun.remove(job.value());
        kafka.emit(job, new JobEvent.Yielded(name, 1, ticket.id(), ticket.plan()));
        return ticket;
    }

    /** The job that it claimed is rendered. */
    void finish(JobId job) {
        kafka.emit(job, new JobEvent.Completed("videos/" + job + ".mp4", 50, 2, 2, 640, 480, 1_000, "0".repeat(64)));
        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("completed")));
    }

    JobId render() {
        JobId job = claim();
        finish(job);
        return job;
    }

    @Override
    public void close() {
        consumer.close();
        kafka.close();
    }
}
