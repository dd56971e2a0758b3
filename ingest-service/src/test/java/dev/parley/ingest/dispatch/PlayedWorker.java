package dev.parley.ingest.dispatch;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import dev.parley.ingest.Kafka;
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
        for (ConsumerRecord<String, byte[]> ticket : consumer.poll(Duration.ofMillis(200))) {
            consumer.acknowledge(ticket, AcknowledgeType.ACCEPT);
            String status = given().get("/v1/jobs/" + ticket.key()).path("status");
            if ("accepted".equals(status) && begun.add(ticket.key())) {
                found = new JobId(ticket.key());
            }
        }
        consumer.commitSync();
        return found;
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
