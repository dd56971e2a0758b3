package dev.parley.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.callback.Receiver;
import dev.parley.testkit.TestBroker;
import dev.parley.testkit.TestStore;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart of the service, or of its neighbors, must not lose. */
class RestartIT {
    private static final Duration A_WHILE = Duration.ofSeconds(60);

    @TempDir
    static Path dir;

    private static TestBroker broker;
    private static TestStore store;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(dir.resolve("broker"));
        store = new TestStore(dir.resolve("store"));
        startService();
    }

    private static void startService() throws Exception {
        service = ServiceProcess.start(broker, store);
        RestAssured.port = service.port();
        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @AfterAll
    static void stop() {
        service.close();
        broker.close();
        store.close();
    }

    @Test
    void aKilledServiceGoesOnWhereItWas() throws Exception {
        try (Receiver receiver = Receiver.start();
                Kafka kafka = new Kafka(broker.bootstrap())) {
            Map<String, Object> request = HttpRequests.sound();
            request.put("labels", Map.of("order", "17"));
            request.put("webhook", Map.of("url", receiver.url()));
            JobId job = HttpRequests.accepted(request);
            kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
            await().atMost(A_WHILE)
                    .untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("running")));
            int seen = given().get("/v1/jobs/" + job).path("sequence");

            service.kill();
            kafka.emit(job, new JobEvent.Cancelled("enough"));
            startService();

            await().atMost(A_WHILE).untilAsserted(() -> given().get("/v1/jobs/" + job)
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("cancelled"))
                    .body("labels.order", equalTo("17"))
                    .body("worker", equalTo("w1"))
                    .body("callback.status", equalTo("delivered")));
            assertThat(receiver.calls()).hasSize(1);
            assertThat(events(job, seen).asString().lines().filter(line -> line.startsWith("data:")))
                    .singleElement()
                    .satisfies(state -> assertThat(state).contains("cancelled"));
            int last = given().get("/v1/jobs/" + job).path("sequence");
            assertThat(events(job, last).statusCode()).isEqualTo(204);
        }
    }

    private static Response events(JobId job, int seen) {
        return given().header("Last-Event-ID", seen).get("/v1/jobs/" + job + "/events");
    }

    @Test
    void aDeletedJobStaysDeletedThoughAllItsEventsAreReadAgain() throws Exception {
        try (Kafka kafka = new Kafka(broker.bootstrap())) {
            JobId job = HttpRequests.accepted(HttpRequests.sound());
            JobId other = HttpRequests.accepted(HttpRequests.sound());
            given().post("/v1/jobs/" + job + "/cancel").then().body("status", equalTo("cancelled"));
            given().delete("/v1/jobs/" + job).then().statusCode(204);
            service.kill();
            kafka.forgetProgress("ingest-view");
            kafka.emit(other, new JobEvent.Claimed("w1", 1, 0));

            startService();

            await().atMost(A_WHILE)
                    .untilAsserted(() -> given().get("/v1/jobs/" + other).then().body("status", equalTo("running")));
            given().get("/v1/jobs/" + job).then().statusCode(410);
            assertThat(kafka.read(Topics.RENDERS, job.value())).hasSize(1);
        }
    }

    /**
     * Killed before the states that say so: the log of events is read again. A second ticket, which workers drop, may go out
     * before the event of the first is read.
     */
    @Test
    void aServiceThatReadsAllEventsAgainAcceptsOnceAndDispatchesTwiceAtMost() throws Exception {
        try (Kafka kafka = new Kafka(broker.bootstrap())) {
            JobId job = HttpRequests.accepted(HttpRequests.sound());
            await().atMost(A_WHILE).untilAsserted(() -> assertThat(kafka.read(Topics.RENDERS, job.value()))
                    .hasSize(1));
            await().atMost(A_WHILE).untilAsserted(() -> assertThat(kafka.read(Topics.EVENTS, job.value()))
                    .hasSize(2));
            service.kill();
            kafka.send(Topics.JOBS, job.value(), (byte[]) null);
            kafka.forgetProgress("ingest-view");

            startService();
            kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
            await().atMost(A_WHILE)
                    .untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("running")));
            assertThat(kafka.read(Topics.EVENTS, job.value()).stream()
                            .map(event -> Json.read(event.value(), CloudEvent.class)
                                    .data()
                                    .name())
                            .distinct())
                    .containsExactly("accepted", "dispatched", "claimed");
            assertThat(kafka.read(Topics.RENDERS, job.value())).hasSizeBetween(1, 2);
        }
    }

    @Test
    void withoutABrokerNothingIsAcceptedAndThenItGoesOn() throws Exception {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        Map<String, Object> request = HttpRequests.sound();

        broker.stop();
        HttpRequests.post(request).then().statusCode(503).body("type", equalTo("urn:parley:problem:kafka-away"));
        given().get("/v1/jobs/" + job).then().statusCode(200);
        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));
        given().get("/q/health/live").then().statusCode(200);
        broker.start();

        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        JobId later = HttpRequests.accepted(request);
        try (Kafka kafka = new Kafka(broker.bootstrap())) {
            kafka.emit(later, new JobEvent.Claimed("w1", 1, 0));
        }
        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/v1/jobs/" + later).then().body("status", equalTo("running")));
    }

    @Test
    void withoutAStoreUploadsAreRefusedAndKnownInputsAreNot() throws Exception {
        Map<String, Object> request = HttpRequests.sound();
        HttpRequests.accepted(request);

        store.stop();
        given().contentType("application/octet-stream")
                .body(SampleFiles.voice(1))
                .post("/v1/uploads")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("type", equalTo("urn:parley:problem:store-away"));
        HttpRequests.accepted(request);
        await().atMost(A_WHILE).untilAsserted(() -> storeAnswers(false));
        store.start();

        assertThat(HttpRequests.upload(SampleFiles.voice(1))).startsWith("inputs/");
        await().atMost(A_WHILE).untilAsserted(() -> storeAnswers(true));
    }

    /** Readiness tells, and stays up: see StoreReady. */
    private static void storeAnswers(boolean expected) {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'store' }.data.answers", equalTo(expected));
    }
}
