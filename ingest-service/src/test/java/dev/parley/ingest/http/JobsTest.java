package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class JobsTest {
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
    void anAcceptedJobIsThereAtOnce() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .body("status", equalTo("accepted"))
                .body("frames", equalTo(50))
                .body("chunks", equalTo(1))
                .body("engine", equalTo("pantomime"));
    }

    @Test
    void anAnswerWaitsForTheEndIfThatIsPreferred() {
        Map<String, Object> request = HttpRequests.sound();
        JobId job = new JobId(UUID.randomUUID().toString());
        request.put("jobId", job.value());
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> given().contentType("application/json")
                .header("Prefer", "respond-async, wait=60")
                .body(Json.write(request))
                .post("/v1/jobs"));
        await().until(() -> given().get("/v1/jobs/" + job).statusCode() == 200);
        assertThat(answer).isNotDone();

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        answer.join()
                .then()
                .statusCode(201)
                .header("Preference-Applied", "wait=60")
                .body("status", equalTo("cancelled"));
    }

    @Test
    void aQuestionThatWaitedLongEnoughIsAnsweredAllTheSame() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().header("Prefer", "wait=1")
                .get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=1")
                .body("status", equalTo("accepted"));
    }

    @ParameterizedTest
    @CsvSource({
        "wait=5,5",
        "'respond-async; wait=5',5",
        "WAIT = \"7\",7",
        "wait=100000,60",
        "wait=-1,0",
        "await=5,0",
        "wait,0"
    })
    void otherPreferencesAreNotOurs(String header, int seconds) {
        assertThat(Waiting.seconds(header)).isEqualTo(seconds);
    }

    @Test
    void aJobThatTheCallerHasIsNotSentAgain() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        String path = "/v1/jobs/" + job;
        AtomicReference<String> last = new AtomicReference<>();
        // The job changes once more while its ticket goes out.
        await().untilAsserted(() -> {
            String tag = given().get(path).then().statusCode(200).extract().header("ETag");
            for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
                given().header("If-None-Match", known)
                        .get(path)
                        .then()
                        .statusCode(304)
                        .header("ETag", equalTo(tag))
                        .body(equalTo(""));
            }
            last.set(tag);
        });
        given().header("If-None-Match", "\"x\"").get(path).then().statusCode(200);

        given().post(path + "/cancel").then().body("status", equalTo("cancelled"));
        given().header("If-None-Match", last.get())
                .get(path)
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"));
    }

    @Test
    void theAnswerSaysWhereTheJobIs() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", UUID.randomUUID().toString());
        String first =
                HttpRequests.post(request).then().statusCode(201).extract().header("Location");
        assertThat(first).startsWith("/v1/jobs/");
        HttpRequests.post(request).then().statusCode(200).header("Location", equalTo(first));
    }

    @Test
    void theEventWithThePlanIsOnItsTopicBeforeTheAnswerAndTheTicketFollows() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("image", SampleFiles.dataUri("image/png", SampleFiles.picture(320, 240)));

        JobId job = HttpRequests.accepted(request);

        JobEvent.Accepted accepted = (JobEvent.Accepted) kafka.read(Topics.EVENTS, job.value()).stream()
                .map(event -> Json.read(event.value(), CloudEvent.class).data())
                .findFirst()
                .orElseThrow();
        assertThat(accepted.plan().settings().image()).matches("inputs/[0-9a-f]{64}");
        assertThat(accepted.plan().settings().preset())
                .as("defaults are filled in")
                .isNotNull();
        await().untilAsserted(
                        () -> assertThat(tickets(job)).singleElement().satisfies(ticket -> assertThat(ticket.plan())
                                .isEqualTo(accepted.plan())));
        assertThat(kafka.read(Topics.REQUESTS, job.value())).isEmpty();
    }

    private List<RenderTicket> tickets(JobId job) {
        return kafka.read(Topics.RENDERS, job.value()).stream()
                .map(record -> Json.read(record.value(), RenderTicket.class))
                .toList();
    }

    @Test
    void theAnswerSaysWhatLaterAnswersSay() {
        Response created = HttpRequests.post(HttpRequests.sound());
        String job = created.path("jobId");

        await().until(() -> given().get("/v1/jobs/" + job).<Integer>path("sequence") > 1);
        ObjectNode later = Json.read(given().get("/v1/jobs/" + job).asString(), ObjectNode.class);
        ObjectNode then = Json.read(created.asString(), ObjectNode.class);
        // It was dispatched since, which changes nothing else that is shown.
        List.of(later, then).forEach(shown -> shown.remove(List.of("sequence", "updatedAt")));
        assertThat(later).isEqualTo(then);
    }

    @Test
    void aReusedKeyIsRefusedByTheFieldsThatDiffer() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "order-" + UUID.randomUUID());
        JobId job = HttpRequests.accepted(request);
        request.put("prompt", "Another prompt.");
        request.put("sampling", Map.of("seed", 7));

        HttpRequests.post(request)
                .then()
                .statusCode(422)
                .body("violations.path", equalTo(List.of("prompt", "sampling.seed")))
                .body("violations.code", everyItem(equalTo("idempotency-key-reused")))
                .body("violations[0].message", containsString(job.value()));

        request.remove("sampling");
        request.put("prompt", "Somebody talks.");
        request.put("mode", "streaming");
        HttpRequests.post(request).then().statusCode(200).body("jobId", equalTo(job.value()));
    }

    @Test
    void aMisspeltFieldIsNamedInEveryAnswerAndRefusedWhereAsked() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("promt", "A misspelt prompt.");

        String job = HttpRequests.post(request)
                .then()
                .statusCode(201)
                .body("warnings.path", hasItem("promt"))
                .body("warnings.code", hasItem("unknown-field"))
                .body("warnings.message", hasItem(containsString("did you mean 'prompt'?")))
                .extract()
                .path("jobId");
        await().untilAsserted(() -> assertThat(tickets(new JobId(job))).isNotEmpty());
        given().get("/v1/jobs/" + job).then().body("warnings.path", hasItem("promt"));

        given().contentType("application/json")
                .body(Json.write(request))
                .post("/v1/jobs?strict=true")
                .then()
                .statusCode(422)
                .body("violations.path", equalTo(List.of("promt")));
        request.put("strict", true);
        HttpRequests.post(request).then().statusCode(422);
    }

    @Test
    void aReusedIdIsRefusedLikeAReusedKey() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("jobId", UUID.randomUUID().toString());
        HttpRequests.accepted(request);
        HttpRequests.post(request).then().statusCode(200);
        request.put("tenant", "another");

        HttpRequests.post(request)
                .then()
                .statusCode(422)
                .body("violations.path", equalTo(List.of("tenant")))
                .body("violations.code", equalTo(List.of("job-id-reused")));
    }

    @Test
    void ofDifferentRequestsUnderOneKeyAtOnceOneIsTaken() {
        String key = "race-" + UUID.randomUUID();
        Map<String, Object> request = HttpRequests.sound();
        List<Integer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> {
                    Map<String, Object> other = new HashMap<>(request);
                    other.put("idempotencyKey", key);
                    other.put("prompt", "Prompt " + i);
                    return HttpRequests.post(other).statusCode();
                })
                .sorted()
                .toList();

        assertThat(answers).containsExactly(201, 422, 422, 422, 422, 422, 422, 422);
    }

    @Test
    void theSameIdempotencyKeyIsTheSameJob() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "order-" + UUID.randomUUID());
        JobId first = HttpRequests.accepted(request);

        String second =
                HttpRequests.post(request).then().statusCode(200).extract().path("jobId");

        assertThat(second).isEqualTo(first.value());
        assertThat(kafka.read(Topics.EVENTS, second))
                .filteredOn(Kafka::isAccepted)
                .hasSize(1);
    }

    @Test
    void theHeaderSaysTheSameAsTheField() {
        Map<String, Object> request = HttpRequests.sound();
        String key = "header-" + UUID.randomUUID();
        String first = given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(Json.write(request))
                .post("/v1/jobs")
                .then()
                .statusCode(201)
                .extract()
                .path("jobId");
        request.put("idempotencyKey", key);

        HttpRequests.post(request).then().statusCode(200).body("jobId", equalTo(first));
    }

    @Test
    void concurrentRepeatsMakeOneRequest() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "race-" + UUID.randomUUID());

        List<Integer> answers = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> HttpRequests.post(request).statusCode())
                .sorted()
                .toList();

        assertThat(answers).startsWith(200).endsWith(201).containsOnlyOnce(201);
        String job = HttpRequests.post(request).path("jobId");
        assertThat(kafka.read(Topics.EVENTS, job)).filteredOn(Kafka::isAccepted).hasSize(1);
        await().untilAsserted(() -> assertThat(tickets(new JobId(job))).hasSize(1));
    }

    @Test
    void aDryRunKeepsNothing() {
        Map<String, Object> request = HttpRequests.sound();
        // Of a shape that no other test renders, so that nobody knows how long it takes.
        request.put("image", HttpRequests.upload(SampleFiles.picture(360, 640)));
        String job = given().contentType("application/json")
                .body(Json.write(request))
                .post("/v1/jobs?dryRun=true")
                .then()
                .statusCode(200)
                .body("frames", equalTo(50))
                .body("chunks", equalTo(1))
                .body("seconds", equalTo(2f))
                .body("speakers.color", equalTo(List.of("blue")))
                .body("cost.windows", equalTo(1))
                .body("cost.estimatedSeconds", nullValue())
                .body("picture", startsWith("data:image/jpeg;base64,/9j/"))
                .extract()
                .path("jobId");

        given().get("/v1/jobs/" + job).then().statusCode(404);
    }

    @Test
    void theListIsFilteredAndPaged() {
        String tenant = "t" + UUID.randomUUID();
        Map<String, Object> request = HttpRequests.sound();
        request.put("tenant", tenant);
        request.put("labels", Map.of("series", "one"));
        JobId older = HttpRequests.accepted(request);
        JobId newer = HttpRequests.accepted(request);

        given().get("/v1/jobs?limit=1&tenant=" + tenant + "&label=series:one&status=accepted")
                .then()
                .statusCode(200)
                .body("jobs.jobId", equalTo(List.of(newer.value())))
                .body("next", equalTo(newer.value()));
        given().get("/v1/jobs?tenant=" + tenant + "&before=" + newer)
                .then()
                .body("jobs.jobId", equalTo(List.of(older.value())))
                .body("next", nullValue());
        given().get("/v1/jobs?tenant=" + tenant + "&label=series:two").then().body("jobs", equalTo(List.of()));
    }

    @Test
    void aBadQueryIsRefusedFieldByField() {
        given().get("/v1/jobs?limit=0&status=sleeping&before=x&label=y")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("violations.path", equalTo(List.of("limit", "status", "label", "before")));
        given().get("/v1/jobs?limit=many").then().statusCode(422);
        given().get("/v1/jobs?before=" + UUID.randomUUID()).then().statusCode(422);
    }

    @Test
    void whatAWorkerSaysIsSeen() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
        kafka.emit(job, new JobEvent.Progress(1, 1, 1, 3, 8, 2.5));

        await().untilAsserted(() -> given().get("/v1/jobs/" + job)
                .then()
                .body("status", equalTo("running"))
                .body("worker", equalTo("w1"))
                .body("progress.step", equalTo(3)));
    }

    @Test
    void aCancelledJobEndsAndTheWorkersAreTold() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().post("/v1/jobs/" + job + "/cancel").then().statusCode(202).body("status", equalTo("cancelled"));

        assertThat(kafka.read(Topics.COMMANDS, job.value()))
                .singleElement()
                .satisfies(command -> assertThat(command.value()).contains("cancel-job"));
        given().post("/v1/jobs/" + job + "/cancel")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:parley:problem:job-ended"));
    }

    @Test
    void aJobThatNobodyKnowsIsNotFound() {
        for (String id : List.of(UUID.randomUUID().toString(), "..", "x".repeat(500), "%00", "a/b")) {
            given().urlEncodingEnabled(!id.contains("%"))
                    .get("/v1/jobs/" + id)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
        given().post("/v1/jobs/" + UUID.randomUUID() + "/cancel").then().statusCode(404);
    }

    @Test
    void metricsAreExported() {
        HttpRequests.accepted(HttpRequests.sound());

        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .contains("parley_requests_accepted_total{via=\"http\"}")
                .contains("parley_queue_depth")
                .contains("parley_jobs{status=\"accepted\"}")
                .contains("parley_share_group_lag{group=\"render-workers\",topic=\"parley.renders\"}")
                .contains("http_server_requests_seconds");
    }

    @Test
    void theServiceIsReady() {
        given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("view"));
    }

    @Test
    void eventsAreKnownByTheirHeaderToClientsOfCloudEvents() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        assertThat(kafka.read(Topics.EVENTS, job.value())).isNotEmpty().allSatisfy(record -> assertThat(
                        record.headers().headers("content-type"))
                .singleElement()
                .satisfies(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .isEqualTo("application/cloudevents+json; charset=UTF-8")));
    }
}
