package dev.parley.ingest.watch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
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
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class WatchdogTest {
    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Test
    void aJobThatItsWorkerForgotFailsAndOneThatWaitsDoesNot() {
        JobId waiting = HttpRequests.accepted(HttpRequests.sound());
        JobId claimed = HttpRequests.accepted(HttpRequests.sound());
        try (Kafka kafka = new Kafka(bootstrap)) {
            kafka.emit(claimed, new JobEvent.Claimed("w1", 1, 0));

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> given().get("/v1/jobs/" + claimed)
                    .then()
                    .body("status", equalTo("failed"))
                    .body("fault", equalTo("TIMEOUT"))
                    .body("attempt", equalTo(1)));

            assertThat(kafka.read(Topics.COMMANDS, claimed.value()))
                    .isNotEmpty()
                    .allSatisfy(command -> assertThat(command.value()).contains("cancel-job"));
        }
        given().get("/v1/jobs/" + waiting).then().body("status", equalTo("accepted"));
    }

    /** As after workers that ended, each time, before they could say that they had begun. */
    @Test
    void aJobWhoseTicketIsGoneFails() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        takeTicketsUntil(job);

        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> given().get("/v1/jobs/" + job)
                .then()
                .body("status", equalTo("failed"))
                .body("fault", equalTo("TIMEOUT"))
                .body("message", startsWith("no worker began the job")));
    }

    private void takeTicketsUntil(JobId job) {
        try (var worker = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "group.id", Topics.WORKERS),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            worker.subscribe(List.of(Topics.RENDERS));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                boolean found = false;
                for (var ticket : worker.poll(Duration.ofMillis(500))) {
                    found |= job.value().equals(ticket.key());
                }
                worker.commitSync();
                return found;
            });
        }
    }
}
