package dev.parley.ingest.watch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
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
}
