package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.callback.Receiver;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class RetryTest {
    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    private Kafka kafka;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void aFailedJobIsAskedForAgainInAllThatItWasAskedFor() throws Exception {
        try (Receiver receiver = Receiver.start()) {
            Map<String, Object> request = HttpRequests.sound();
            request.put("labels", Map.of("episode", "12"));
            request.put("sampling", Map.of("seed", 7));
            request.put("webhook", Map.of("url", receiver.url() + "?token=t", "events", List.of("completed")));
            JobId failed = HttpRequests.accepted(request);
            fail(failed);

            JobId retry = new JobId(retry(failed)
                    .statusCode(201)
                    .header("Location", containsString("/v1/jobs/"))
                    .body("retryOf", equalTo(failed.value()))
                    .body("status", equalTo("accepted"))
                    .body("labels.episode", equalTo("12"))
                    .body("callback.url", equalTo(receiver.url()))
                    .extract()
                    .path("jobId"));

            assertThat(requestOf(retry)).isEqualTo(requestOf(failed));
            given().get("/v1/jobs/" + failed)
                    .then()
                    .body("status", equalTo("failed"))
                    .body("retryOf", nullValue());
            JobEvent.Accepted accepted = (JobEvent.Accepted)
                    Json.read(kafka.read(Topics.EVENTS, retry.value()).get(0).value(), CloudEvent.class)
                            .data();
            assertThat(accepted.webhook().events()).hasSize(1);
            await().untilAsserted(
                            () -> given().get("/v1/jobs/" + retry).then().body("retryOf", equalTo(failed.value())));
            kafka.emit(retry, new JobEvent.Completed("videos/x.mp4", 50, 2, 2, 640, 480, 9, "0".repeat(64)));
            await().untilAsserted(() -> assertThat(receiver.calls()).hasSize(1));
        }
    }

    @Test
    void whoeverAsksTwiceGetsTheSameJobUnlessThatFailedToo() {
        JobId failed = HttpRequests.accepted(HttpRequests.sound());
        fail(failed);

        String first = retry(failed).statusCode(201).extract().path("jobId");
        retry(failed).statusCode(200).body("jobId", equalTo(first));

        HttpRequests.cancel(new JobId(first));
        String second = retry(failed).statusCode(201).extract().path("jobId");
        assertThat(second).isNotEqualTo(first);
        retry(new JobId(first)).statusCode(200).body("jobId", equalTo(second));
    }

    @Test
    void otherJobsAreNotRetried() {
        JobId waiting = HttpRequests.accepted(HttpRequests.sound());
        retry(waiting)
                .statusCode(409)
                .body("type", equalTo("urn:parley:problem:not-retriable"))
                .body("detail", containsString("only a job that failed or was canceled"));

        kafka.emit(waiting, new JobEvent.Completed("videos/x.mp4", 50, 2, 2, 640, 480, 9, "0".repeat(64)));
        await().untilAsserted(() -> retry(waiting).statusCode(409).body("detail", containsString("/request")));

        JobId refused = new JobId(UUID.randomUUID().toString());
        kafka.send(Topics.REQUESTS, refused.value(), "{}");
        await().untilAsserted(() -> retry(refused).statusCode(409).body("detail", containsString("was refused")));
        retry(new JobId(UUID.randomUUID().toString())).statusCode(404);
    }

    private void fail(JobId job) {
        kafka.emit(job, new JobEvent.Failed(Fault.DEPENDENCY, "the store was away", 1));
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("failed")));
    }

    private static ValidatableResponse retry(JobId job) {
        return given().post("/v1/jobs/" + job + "/retry").then();
    }

    private static JsonNode requestOf(JobId job) throws Exception {
        return Json.mapper()
                .readTree(given().get("/v1/jobs/" + job + "/request").asString());
    }
}
