package dev.parley.ingest.watch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class WatchdogTest {
    /** Of the embedded broker. */
    private static final short DELIVERIES = 5;

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Test
    void aJobThatAWorkerHoldsInSilenceFailsAndOneThatWaitsDoesNot() {
        JobId waiting = HttpRequests.accepted(HttpRequests.sound());
        JobId held = HttpRequests.accepted(HttpRequests.sound());
        try (Kafka kafka = new Kafka(bootstrap);
                KafkaShareConsumer<String, byte[]> hanging = worker("hanging")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> hasTaken(hanging, held));
            kafka.emit(held, new JobEvent.Claimed("hanging", 1, 0));

            awaitFailure(held, "attempt 1 sent no events");
            assertThat(kafka.read(Topics.COMMANDS, held.value()))
                    .isNotEmpty()
                    .allSatisfy(command -> assertThat(command.value()).contains("cancel-job"));
        }
        given().get("/v1/jobs/" + waiting).then().body("status", equalTo("accepted"));
    }

    /** As after a worker that died while all others are busy. */
    @Test
    void aBegunJobWaitsForItsNextAttemptWhileItsTicketIsThere() {
        JobId gone = HttpRequests.accepted(HttpRequests.sound());
        JobId waiting = HttpRequests.accepted(HttpRequests.sound());
        takeTicketsUntil(gone, waiting);
        // What the broker reports as finished is what it was before the latest acknowledgment.
        takeTicketsUntil(HttpRequests.accepted(HttpRequests.sound()), waiting);
        try (Kafka kafka = new Kafka(bootstrap)) {
            kafka.emit(waiting, new JobEvent.Claimed("died", 1, 0));
            kafka.emit(gone, new JobEvent.Claimed("died", 1, 0));

            awaitFailure(gone, "attempt 1 sent no events");
        }
        given().get("/v1/jobs/" + waiting).then().body("status", equalTo("running"));
    }

    /** As after workers that ended, each time, before they could say that they had begun. */
    @Test
    void aJobWhoseTicketIsGoneFails() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        takeTicketsUntil(job, null);

        awaitFailure(job, "no worker began the job");
    }

    /** As after workers that ended, each time, before they could publish the ticket again. */
    @Test
    void aJobWhoseTicketTheBrokerGivesUpFailsWithoutWaitingForSilence() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        exhaust(job, () -> {});

        awaitFailure(job, "INTERNAL", "5 deliveries of its ticket");
        given().get("/v1/dead-letters/" + job)
                .then()
                .statusCode(200)
                .body("fault", equalTo("INTERNAL"))
                .body("attempts", equalTo(5))
                .body("request", notNullValue());
    }

    @Test
    void aJobThatHasAnotherTicketGoesOn() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        try (Kafka kafka = new Kafka(bootstrap);
                KafkaShareConsumer<String, byte[]> hanging = worker("hanging")) {
            exhaust(
                    job,
                    () -> kafka.send(
                            Topics.RENDERS,
                            job.value(),
                            kafka.read(Topics.RENDERS, job.value()).get(0).value()));
            await().atMost(Duration.ofMinutes(1)).until(() -> hasTaken(hanging, job));
            JobId other = HttpRequests.accepted(HttpRequests.sound());
            exhaust(other, () -> {});

            awaitFailure(other, "INTERNAL", "5 deliveries of its ticket");
            assertThat(kafka.read(Topics.DROPPED_TICKETS, job.value())).hasSize(1);
            given().get("/v1/jobs/" + job).then().body("status", equalTo("accepted"));
        }
    }

    /** Takes the job's ticket and gives it back as often as the broker allows. */
    private void exhaust(JobId job, Runnable beforeTheLast) {
        try (var worker = worker("exhausting")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                boolean last = false;
                for (var ticket : worker.poll(Duration.ofMillis(500))) {
                    boolean ours = job.value().equals(ticket.key());
                    if (ours && ticket.deliveryCount().orElseThrow() == DELIVERIES) {
                        beforeTheLast.run();
                        last = true;
                    }
                    worker.acknowledge(ticket, ours ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                }
                worker.commitSync();
                return last;
            });
        }
    }

    private static void awaitFailure(JobId job, String why) {
        awaitFailure(job, "TIMEOUT", why);
    }

    private static void awaitFailure(JobId job, String fault, String why) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> given().get("/v1/jobs/" + job)
                .then()
                .body("status", equalTo("failed"))
                .body("fault", equalTo(fault))
                .body("message", startsWith(why)));
    }

    /** @param left its ticket stays */
    private void takeTicketsUntil(JobId job, JobId left) {
        try (var worker = worker("taking")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                boolean found = false;
                for (var ticket : worker.poll(Duration.ofMillis(500))) {
                    found |= job.value().equals(ticket.key());
                    boolean leaves = left != null && left.value().equals(ticket.key());
                    worker.acknowledge(ticket, leaves ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                }
                worker.commitSync();
                return found;
            });
        }
    }

    private static boolean hasTaken(KafkaShareConsumer<String, byte[]> worker, JobId job) {
        boolean found = false;
        for (var ticket : worker.poll(Duration.ofMillis(500))) {
            boolean wanted = job.value().equals(ticket.key());
            found |= wanted;
            if (!wanted) {
                worker.acknowledge(ticket, AcknowledgeType.RELEASE);
            }
        }
        return found;
    }

    private KafkaShareConsumer<String, byte[]> worker(String name) {
        KafkaShareConsumer<String, byte[]> worker = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        Topics.WORKERS,
                        "client.id",
                        name,
                        "share.acknowledgement.mode",
                        "explicit"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        worker.subscribe(List.of(Topics.RENDERS));
        return worker;
    }
}
