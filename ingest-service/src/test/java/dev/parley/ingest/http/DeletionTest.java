package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.ingest.jobs.HeldInputs;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DeletionTest {
    private static final AtomicInteger MADE = new AtomicInteger();

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    ObjectStore store;

    @Inject
    HeldInputs held;

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
    void nothingButItsIdIsLeftOfADeletedJob() throws Exception {
        Map<String, Object> request = ofItsOwn();
        request.put("labels", Map.of("who", "anna"));
        request.put("idempotencyKey", "deleted-" + UUID.randomUUID());
        JobId job = HttpRequests.accepted(request);
        List<String> inputs = inputs(request);
        for (String file : List.of("plan.json", "end.json", "phonemes.json", "chunks/00000.json", "state/0.x")) {
            store.put(ObjectKeys.folder(job) + file, new byte[1], "text/plain");
        }
        store.put(ObjectKeys.video(job), new byte[9], "video/mp4");
        complete(job);
        given().get("/v1/jobs/" + job + "/poster").then().statusCode(200);
        assertThat(inputs).hasSize(2).allMatch(this::isStored);

        delete(job).statusCode(204);

        assertThat(store.list(ObjectKeys.folder(job))).isEmpty();
        assertThat(isStored(ObjectKeys.video(job))).isFalse();
        assertThat(inputs).noneMatch(this::isStored);
        for (String of : List.of("", "/video", "/poster", "/request", "/events", "/subtitles.vtt")) {
            given().get("/v1/jobs/" + job + of)
                    .then()
                    .statusCode(410)
                    .body("type", equalTo("urn:parley:problem:job-deleted"))
                    .body("detail", containsString(job.value()));
        }
        given().get("/v1/jobs?text=" + job).then().body("jobs", equalTo(List.of()));
        delete(job).statusCode(204);

        JsonNode left = lastState(job);
        assertThat(left.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "jobId",
                        "sequence",
                        "status",
                        "tenant",
                        "attempt",
                        "committedChunks",
                        "committedFrames",
                        "createdAt",
                        "updatedAt",
                        "endedAt",
                        "deletion");
        assertThat(left.path("deletion").fieldNames()).toIterable().containsExactlyInAnyOrder("at", "passes");
        assertThat(kafka.read(Topics.EVENTS, job.value())).last().satisfies(event -> assertThat(event.value())
                .contains("dev.parley.job.deleted"));
    }

    @Test
    void whatAnotherJobIsMadeOfIsDeletedWithTheLastOne() {
        Map<String, Object> request = ofItsOwn();
        List<String> inputs = inputs(request);
        JobId one = HttpRequests.accepted(request);
        JobId other = HttpRequests.accepted(request);
        complete(one);
        complete(other);

        delete(one).statusCode(204);
        assertThat(inputs).allMatch(this::isStored);

        delete(other).statusCode(204);
        assertThat(inputs).noneMatch(this::isStored);
    }

    @Test
    void whatAJobIsMadeOfThatIsBeingAcceptedStays() {
        Map<String, Object> request = ofItsOwn();
        List<String> inputs = inputs(request);
        JobId job = HttpRequests.accepted(request);
        complete(job);
        JobId other = new JobId(UUID.randomUUID().toString());
        held.hold(other, List.of(inputs.get(0)));
        try {
            delete(job).statusCode(204);
            assertThat(inputs).filteredOn(this::isStored).containsExactly(inputs.get(0));
        } finally {
            held.release(other);
        }
    }

    @Test
    void aPlanThatCannotBeReadKeepsNoJobFromBeingDeleted() {
        JobId forgotten = new JobId(UUID.randomUUID().toString());
        store.put(ObjectKeys.plan(forgotten), "no plan".getBytes(StandardCharsets.UTF_8), "application/json");
        kafka.emit(forgotten, new JobEvent.Deleted());
        JobId job = HttpRequests.accepted(ofItsOwn());
        complete(job);

        delete(job).statusCode(204);

        await().untilAsserted(
                        () -> assertThat(isStored(ObjectKeys.plan(forgotten))).isFalse());
    }

    @Test
    void portraitsAreDeletedWithThePictureThatWasMadeOfThem() {
        Map<String, Object> request = ofItsOwn();
        List<String> portraits = List.of(picture(), picture());
        String voice = inputs(request).get(1);
        request.remove("image");
        request.put(
                "speakers",
                portraits.stream()
                        .map(portrait -> Map.of("audio", voice, "image", portrait))
                        .toList());
        JobId job = HttpRequests.accepted(request);
        complete(job);
        String composed = given().get("/v1/jobs/" + job).path("asked.picture");

        delete(job).statusCode(204);

        assertThat(portraits).noneMatch(this::isStored);
        assertThat(isStored(composed)).isFalse();
    }

    @Test
    void aJobThatHasNotEndedIsKept() {
        JobId job = HttpRequests.accepted(ofItsOwn());

        delete(job)
                .statusCode(409)
                .body("type", equalTo("urn:parley:problem:job-not-ended"))
                .body("detail", containsString("cancel it first"));

        given().get("/v1/jobs/" + job).then().statusCode(200);
        delete(new JobId(UUID.randomUUID().toString())).statusCode(404);
    }

    @Test
    void aWorkerThatIsLateBringsNothingBack() {
        JobId job = HttpRequests.accepted(ofItsOwn());
        kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
        HttpRequests.cancel(job);
        delete(job).statusCode(204);
        String late = ObjectKeys.stateFolder(job) + "00001-late.safetensors";

        store.put(late, new byte[1], "text/plain");
        kafka.emit(job, new JobEvent.Chunk(1, 0, 1, 50, 50));

        await().untilAsserted(() -> assertThat(isStored(late)).isFalse());
        given().get("/v1/jobs/" + job).then().statusCode(410);
        assertThat(kafka.read(Topics.COMMANDS, job.value())).isNotEmpty();
    }

    @Test
    void theIdOfADeletedJobIsNotUsedAgain() {
        Map<String, Object> request = ofItsOwn();
        request.put("idempotencyKey", "again-" + UUID.randomUUID());
        JobId job = HttpRequests.accepted(request);
        complete(job);
        delete(job).statusCode(204);

        HttpRequests.post(request)
                .then()
                .statusCode(422)
                .body("violations.path", equalTo(List.of("idempotencyKey")))
                .body("violations.code", equalTo(List.of("job-deleted")));

        kafka.send(Topics.REQUESTS, null, Json.write(request));
        await().untilAsserted(() -> given().get("/v1/jobs?status=rejected&limit=5")
                .then()
                .body("jobs.violations.code.flatten()", hasItem("job-deleted")));
        given().get("/v1/jobs").then().body("jobs.jobId", not(hasItem(job.value())));
    }

    @Test
    void aPageMayBeginAtADeletedJob() {
        JobId older = HttpRequests.accepted(ofItsOwn());
        JobId job = HttpRequests.accepted(ofItsOwn());
        complete(job);
        delete(job).statusCode(204);

        given().get("/v1/jobs?limit=1&before=" + job)
                .then()
                .statusCode(200)
                .body("jobs.jobId", equalTo(List.of(older.value())));
    }

    /** A request whose inputs no other test has. */
    private static Map<String, Object> ofItsOwn() {
        Map<String, Object> request = new LinkedHashMap<>(HttpRequests.sound());
        request.put("image", picture());
        request.put(
                "speakers",
                List.of(Map.of("audio", HttpRequests.upload(SampleFiles.voice(2 + 0.01 * MADE.incrementAndGet())))));
        return request;
    }

    private static String picture() {
        return HttpRequests.upload(SampleFiles.picture(300 + 2 * MADE.incrementAndGet(), 206));
    }

    private static List<String> inputs(Map<String, Object> request) {
        List<String> inputs = new ArrayList<>(List.of((String) request.get("image")));
        inputs.add(Json.mapper().valueToTree(request).at("/speakers/0/audio").textValue());
        return inputs;
    }

    private void complete(JobId job) {
        kafka.emit(job, new JobEvent.Completed(ObjectKeys.video(job), 50, 2, 2, 640, 480, 9, "0".repeat(64)));
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("completed")));
    }

    private static ValidatableResponse delete(JobId job) {
        return given().delete("/v1/jobs/" + job).then();
    }

    private boolean isStored(String key) {
        return store.stat(key).isPresent();
    }

    private JsonNode lastState(JobId job) throws IOException {
        List<ConsumerRecord<String, String>> states = kafka.read(Topics.JOBS, job.value());
        return Json.mapper().readTree(states.get(states.size() - 1).value());
    }
}
