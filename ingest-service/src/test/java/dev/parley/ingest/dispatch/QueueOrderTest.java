package dev.parley.ingest.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a farm that holds tickets back. A job that is first keeps the only ticket while no worker is there. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
@TestProfile(QueueOrderTest.Profile.class)
class QueueOrderTest {
    private static final Duration A_WHILE = Duration.ofMinutes(2);

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    WorkerSlots slots;

    private Kafka kafka;
    private JobId first;

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // The watchdog's silence of other tests would end what waits here.
            return Map.of("parley.queue.reserve", "0", "parley.watchdog.silence", "10m");
        }
    }

    @BeforeEach
    void begin() {
        kafka = new Kafka(bootstrap);
        first = submit("first", "normal");
        await().atMost(A_WHILE).untilAsserted(() -> assertThat(kafka.read(Topics.RENDERS, first.value()))
                .hasSize(1));
    }

    @AfterEach
    void endAll() {
        for (String status : List.of("accepted", "running")) {
            List<String> jobs =
                    given().get("/v1/jobs?limit=200&status=" + status).path("jobs.jobId");
            jobs.forEach(job -> HttpRequests.cancel(new JobId(job)));
        }
        kafka.close();
    }

    @Test
    void classesAndSharesDecideAndTheQueueShowsIt() {
        JobId low = submit("many", "low");
        JobId older = submit("many", "normal");
        JobId younger = submit("many", "normal");
        JobId few = submit("few", "normal");
        JobId high = submit("many", "high");
        // "many" has had one job when the two tenants are compared.
        List<JobId> order = List.of(first, high, few, older, younger, low);
        awaitQueue(order);
        assertThat(tickets(order)).containsExactly(1, 0, 0, 0, 0, 0);

        try (PlayedWorker worker = new PlayedWorker("played", bootstrap)) {
            List<JobId> rendered = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                rendered.add(worker.render());
            }
            assertThat(rendered).isEqualTo(order);
        }
        assertThat(tickets(order)).containsOnly(1);
    }

    @Test
    void aJobIsMovedAndItsPlaceWithIt() {
        JobId older = submit("a", "normal");
        JobId moved = submit("a", "low");
        awaitQueue(List.of(first, older, moved));

        change(moved, "{\"priority\":\"high\"}").statusCode(200).body("priority", equalTo("high"));
        awaitQueue(List.of(first, moved, older));
        change(moved, "{\"priority\":\"high\"}").statusCode(200);
        given().get("/v1/jobs/" + moved).then().body("priority", equalTo("high"));

        change(moved, "{\"priority\":\"urgent\"}").statusCode(422).body("violations[0].path", equalTo("priority"));
        change(moved, "{}").statusCode(422).body("violations[0].code", equalTo("missing"));
        change(first, "{\"priority\":\"low\"}").statusCode(409).body("type", containsString("job-not-waiting"));
        HttpRequests.cancel(moved);
        change(moved, "{\"priority\":\"low\"}").statusCode(409);
    }

    @Test
    void aJobGivesWayToAHigherClassAndComesBackWithItsTicket() {
        try (PlayedWorker worker = new PlayedWorker("played", bootstrap)) {
            assertThat(worker.claim()).isEqualTo(first);
            worker.announce(first, 600);
            // Until the farm knows that its only worker is busy, it has a ticket for the next job.
            await().atMost(A_WHILE).until(() -> slots.free() == 0);
            JobId high = submit("many", "high");
            await().atMost(A_WHILE).untilAsserted(() -> assertThat(kafka.read(Topics.COMMANDS, first.value()))
                    .singleElement()
                    .satisfies(order -> assertThat(order.value()).contains("yield-job")));

            RenderTicket ticket = worker.giveWay(first);
            assertThat(worker.render()).isEqualTo(high);
            await().atMost(A_WHILE)
                    .untilAsserted(() -> assertThat(tickets(List.of(first))).containsExactly(2));
            assertThat(kafka.read(Topics.RENDERS, first.value()))
                    .extracting(record -> Json.read(record.value(), RenderTicket.class))
                    .containsOnly(ticket);
            given().get("/v1/jobs/" + first).then().body("status", equalTo("accepted"));
            HttpRequests.cancel(first);
        }
    }

    @Test
    void whatIsCanceledWhileItWaitsGetsNoTicketAndMayBeDeletedOrRetried() {
        JobId gone = submit("a", "high");
        JobId deleted = submit("a", "high");
        JobId stays = submit("a", "low");
        HttpRequests.cancel(gone);
        HttpRequests.cancel(deleted);
        given().delete("/v1/jobs/" + deleted).then().statusCode(204);
        JobId retry = new JobId(given().post("/v1/jobs/" + gone + "/retry")
                .then()
                .statusCode(201)
                .body("priority", equalTo("high"))
                .extract()
                .path("jobId"));
        awaitQueue(List.of(first, retry, stays));
        try (PlayedWorker worker = new PlayedWorker("played", bootstrap)) {
            assertThat(List.of(worker.render(), worker.render(), worker.render()))
                    .containsExactly(first, retry, stays);
        }
        assertThat(tickets(List.of(gone, deleted))).containsOnly(0);
    }

    @Test
    void aJobThatWaitedTooLongFailsByName() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("expiresAfterSeconds", 1);
        JobId expired = HttpRequests.accepted(request);
        JobId stays = submit("a", "normal");
        await().atMost(A_WHILE).untilAsserted(() -> given().get("/v1/jobs/" + expired)
                .then()
                .body("status", equalTo("failed"))
                .body("fault", equalTo("EXPIRED")));
        given().get("/v1/jobs/" + stays).then().body("status", equalTo("accepted"));
        assertThat(tickets(List.of(expired))).containsOnly(0);
    }

    @Test
    void metricsSayWhatWaitsByPriorityAndTenant() {
        submit("studio", "low");
        submit("studio", "low");
        await().atMost(A_WHILE).untilAsserted(() -> given().get("/q/metrics")
                .then()
                .body(containsString("parley_queue_waiting{priority=\"low\",tenant=\"studio\"} 2.0"))
                .body(containsString("parley_queue_waiting{priority=\"high\",tenant=\"default\"}"))
                .body(containsString("parley_queue_waiting_oldest_age_seconds{priority=\"low\",tenant=\"studio\"}"))
                .body(containsString("parley_queue_tickets 1.0")));
    }

    private void awaitQueue(List<JobId> jobs) {
        await().atMost(A_WHILE).untilAsserted(() -> given().get("/v1/farm")
                .then()
                .body("queue", equalTo(jobs.stream().map(JobId::value).toList()))
                .body("queueStartsInSeconds", hasSize(jobs.size())));
    }

    private List<Integer> tickets(List<JobId> jobs) {
        return jobs.stream()
                .map(job -> kafka.read(Topics.RENDERS, job.value()).size())
                .toList();
    }

    private static ValidatableResponse change(JobId job, String change) {
        return given().contentType("application/merge-patch+json")
                .body(change)
                .patch("/v1/jobs/" + job)
                .then();
    }

    private static JobId submit(String tenant, String priority) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("tenant", tenant);
        request.put("priority", priority);
        return HttpRequests.accepted(request);
    }
}
