package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DeadLettersTest {
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
    void aLetterSaysWhyAndIsReplayedOnce() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        String request = given().get("/v1/jobs/" + job + "/request").asString();
        kafka.emit(job, new JobEvent.Failed(Fault.TIMEOUT, "a step took too long", 5));
        send(job, request);
        send(job, request);
        await().untilAsserted(() -> given().get("/v1/dead-letters?limit=500")
                .then()
                .statusCode(200)
                .body("letters.findAll { it.jobId == '%s' }.size()".formatted(job), equalTo(1)));

        given().get("/v1/dead-letters/" + job)
                .then()
                .statusCode(200)
                .body("fault", equalTo("TIMEOUT"))
                .body("attempts", equalTo(5))
                .body("tenant", equalTo("default"))
                .body("log", equalTo(List.of("the last line")))
                .body(
                        "request.image",
                        equalTo(given().get("/v1/jobs/" + job + "/request").path("image")))
                .body("replayedAs", nullValue());

        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("failed")));
        String again = given().post("/v1/dead-letters/" + job + "/replay")
                .then()
                .statusCode(201)
                .body("retryOf", equalTo(job.value()))
                .extract()
                .path("jobId");
        given().post("/v1/dead-letters/" + job + "/replay")
                .then()
                .statusCode(200)
                .body("jobId", equalTo(again));
        await().untilAsserted(() ->
                given().get("/v1/dead-letters?limit=500").then().body("letters.replayedAs", hasItem(again)));
    }

    @Test
    void aJobThatTheFarmHasForgottenIsReplayedByItsLetter() {
        JobId known = HttpRequests.accepted(HttpRequests.sound());
        JobId forgotten = JobId.create(Instant.now());
        send(forgotten, given().get("/v1/jobs/" + known + "/request").asString());
        await().untilAsserted(() -> given().post("/v1/dead-letters/" + forgotten + "/replay")
                .then()
                .statusCode(201)
                .body("retryOf", equalTo(forgotten.value())));
    }

    @Test
    void whatCannotBeReplayedIsRefused() {
        given().get("/v1/dead-letters/" + JobId.create(Instant.now()))
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:parley:problem:no-such-letter"));
        JobId running = HttpRequests.accepted(HttpRequests.sound());
        send(running, given().get("/v1/jobs/" + running + "/request").asString());
        JobId unknown = JobId.create(Instant.now());
        send(unknown, null);
        await().untilAsserted(() -> given().post("/v1/dead-letters/" + unknown + "/replay")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:parley:problem:no-request")));
        given().post("/v1/dead-letters/" + running + "/replay").then().statusCode(409);
        given().get("/v1/dead-letters?limit=0").then().statusCode(422);
        kafka.send(Topics.DEAD_LETTERS, null, "no letter");
        kafka.send(Topics.DEAD_LETTERS, running.value(), "{}");
        given().get("/v1/dead-letters").then().statusCode(200);
    }

    private void send(JobId job, String request) {
        DeadLetter letter = new DeadLetter(
                job, request, Fault.TIMEOUT, "a step took too long", 5, Instant.now(), List.of("the last line"));
        kafka.send(Topics.DEAD_LETTERS, job.value(), Json.write(letter));
    }
}
