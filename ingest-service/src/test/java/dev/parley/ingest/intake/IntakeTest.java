package dev.parley.ingest.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class IntakeTest {
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
    void aRecordOfAStrangerIsAccepted() {
        JobId job = published(null, Json.write(HttpRequests.sound()));

        eventually(job, seen -> seen.body("status", equalTo("accepted")).body("frames", equalTo(50)));
    }

    @Test
    void theIdIsTheRecordsKeyOrTheRequestsOwnOrTheIdempotencyKeys() {
        JobId key = new JobId(UUID.randomUUID().toString());
        kafka.send(Topics.REQUESTS, key.value(), Json.write(HttpRequests.sound()));

        Map<String, Object> named = HttpRequests.sound();
        JobId own = new JobId(UUID.randomUUID().toString());
        named.put("jobId", own.value());
        kafka.send(Topics.REQUESTS, UUID.randomUUID().toString(), Json.write(named));

        Map<String, Object> keyed = HttpRequests.sound();
        keyed.put("idempotencyKey", "record-" + own);
        kafka.send(Topics.REQUESTS, "no uuid", Json.write(keyed));

        eventually(key, seen -> seen.body("status", equalTo("accepted")));
        eventually(own, seen -> seen.body("status", equalTo("accepted")));
        eventually(
                JobId.ofIdempotencyKey(RequestDefaults.TENANT, "record-" + own),
                seen -> seen.body("status", equalTo("accepted")));
    }

    @Test
    void poisonIsRejectedAndWhatFollowsIsNot() {
        List<JobId> poison = new ArrayList<>();
        poison.add(published(null, null));
        poison.add(published(null, ""));
        poison.add(published(null, "{"));
        poison.add(published("key", "[1,2]"));
        poison.add(published(null, "a".repeat(900_000)));
        poison.add(published(null, "{\"a\":".repeat(5_000)));
        poison.add(idOf(kafka.send(Topics.REQUESTS, null, "{\"image\":\"ä\"}".getBytes(StandardCharsets.UTF_16))));
        poison.add(idOf(kafka.send(Topics.REQUESTS, null, new byte[] {(byte) 0xc3, 0x28, 0, 1})));
        JobId sound = published(null, Json.write(HttpRequests.sound()));

        eventually(sound, seen -> seen.body("status", equalTo("accepted")));
        for (JobId job : poison) {
            eventually(job, seen -> seen.body("status", equalTo("rejected")));
        }
    }

    @Test
    void aRejectionNamesEveryFaultAndBearsTheLabels() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("image", HttpRequests.upload(SampleFiles.picture(1, 1)));
        request.put("speakers", List.of(Map.of("audio", HttpRequests.upload(SampleFiles.silence(2)))));
        request.put("labels", Map.of("order", "17"));

        eventually(published(null, Json.write(request)), seen -> seen.body("status", equalTo("rejected"))
                .body("violations.path", equalTo(List.of("image", "speakers[0].audio")))
                .body("labels.order", equalTo("17")));
    }

    @Test
    void aRequestThatCannotBeReadIsRejectedUnderItsOwnIdAndLabels() {
        JobId own = new JobId(UUID.randomUUID().toString());
        Map<String, Object> request = HttpRequests.sound();
        request.put("jobId", own.value());
        request.put("preset", "turbo");
        request.put("labels", Map.of("order", "18"));
        kafka.send(Topics.REQUESTS, null, Json.write(request));

        eventually(own, seen -> seen.body("status", equalTo("rejected"))
                .body("violations.path", hasItem("preset"))
                .body("labels.order", equalTo("18")));
    }

    @Test
    void rubbishUnderTheIdOfAJobDoesNotEndIt() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        kafka.send(Topics.REQUESTS, job.value(), "{");
        JobId later = published(null, "{");

        eventually(later, seen -> seen.body("status", equalTo("rejected")));
        given().get("/v1/jobs/" + job).then().body("status", equalTo("accepted"));
    }

    @Test
    void aRejectedRecordIsAnsweredOnce() {
        JobId job = published(null, "{}");

        eventually(job, seen -> seen.body("status", equalTo("rejected")));
        JobId later = published(null, Json.write(HttpRequests.sound()));
        eventually(later, seen -> seen.body("status", equalTo("accepted")));
        assertThat(kafka.read(Topics.EVENTS, job.value())).hasSize(1);
        assertThat(kafka.read(Topics.RENDERS, job.value())).isEmpty();
    }

    @Test
    void anAcceptedRecordIsDispatchedOnceHoweverOftenItComes() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "twice-" + UUID.randomUUID());
        JobId job = JobId.ofIdempotencyKey(RequestDefaults.TENANT, (String) request.get("idempotencyKey"));
        kafka.send(Topics.REQUESTS, null, Json.write(request));
        kafka.send(Topics.REQUESTS, null, Json.write(request));
        JobId later = published(null, Json.write(HttpRequests.sound()));

        await().untilAsserted(() ->
                assertThat(kafka.read(Topics.RENDERS, later.value())).hasSize(1));
        assertThat(kafka.read(Topics.RENDERS, job.value())).hasSize(1);
    }

    @Test
    void aJobOfWhichOnlyAWorkerHasSpokenIsAcceptedAndGoesOnCountingItsAttempts() {
        JobId job = new JobId(UUID.randomUUID().toString());
        kafka.emit(job, new JobEvent.Claimed("w1", 2, 0));
        eventually(job, seen -> seen.body("attempt", equalTo(2)));

        kafka.send(Topics.REQUESTS, job.value(), Json.write(HttpRequests.sound()));

        await().untilAsserted(() -> assertThat(kafka.read(Topics.RENDERS, job.value()))
                .singleElement()
                .satisfies(ticket -> assertThat(ticket.headers()
                                .lastHeader(Topics.EARLIER_ATTEMPTS)
                                .value())
                        .isEqualTo("2".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void anotherRequestUnderAKeyIsRejectedUnderAnIdOfItsOwn() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "other-" + UUID.randomUUID());
        request.put("labels", Map.of("order", "19"));
        JobId job = HttpRequests.accepted(request);
        request.put("prompt", "Another prompt.");

        JobId refused = published(null, Json.write(request));

        eventually(refused, seen -> seen.body("status", equalTo("rejected"))
                .body("violations.path", equalTo(List.of("prompt")))
                .body("violations.code", equalTo(List.of("idempotency-key-reused")))
                .body("violations[0].message", containsString(job.value()))
                .body("labels.order", equalTo("19")));
        given().get("/v1/jobs/" + job).then().body("status", equalTo("accepted"));
        assertThat(kafka.read(Topics.EVENTS, job.value())).noneMatch(Kafka::isRejected);
    }

    @Test
    void rubbishUnderTheIdOfAJobIsAnsweredUnderAnIdOfItsOwn() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        JobId refused = published(job.value(), "{");

        eventually(refused, seen -> seen.body("status", equalTo("rejected"))
                .body("violations.code", equalTo(List.of("not-json"))));
        assertThat(kafka.read(Topics.EVENTS, job.value())).noneMatch(Kafka::isRejected);
    }

    @Test
    void whoeverRepairsARejectedRequestUnderTheSameKeyIsToldWhyThatIsNoUse() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "repaired-" + UUID.randomUUID());
        JobId job = JobId.ofIdempotencyKey(RequestDefaults.TENANT, (String) request.get("idempotencyKey"));
        request.put("preset", "turbo");
        kafka.send(Topics.REQUESTS, null, Json.write(request));
        eventually(job, seen -> seen.body("status", equalTo("rejected")));
        request.remove("preset");

        JobId refused = published(null, Json.write(request));

        eventually(refused, seen -> seen.body("status", equalTo("rejected"))
                .body("violations.code", equalTo(List.of("idempotency-key-reused"))));
    }

    @Test
    void twoInstancesThatAcceptUnderOneKeyAreSortedOutByTheFirstEvent() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("idempotencyKey", "instances-" + UUID.randomUUID());
        JobId job = HttpRequests.accepted(request);
        CloudEvent first =
                Json.read(kafka.read(Topics.EVENTS, job.value()).get(0).value(), CloudEvent.class);
        JobEvent.Accepted accepted = (JobEvent.Accepted) first.data();
        CloudEvent other = CloudEvent.of(
                "/test",
                job,
                Instant.now(),
                new JobEvent.Accepted(
                        accepted.tenant(),
                        accepted.labels(),
                        accepted.engine(),
                        1,
                        7,
                        1,
                        832,
                        480,
                        null,
                        null,
                        accepted.fingerprint().replaceFirst("prompt=.", "prompt=-"),
                        accepted.plan(),
                        null,
                        List.of()));

        kafka.send(Topics.EVENTS, job.value(), Json.write(other));

        eventually(JobId.ofEvent(other.id()), seen -> seen.body("status", equalTo("rejected"))
                .body("violations.path", equalTo(List.of("prompt"))));
        given().get("/v1/jobs/" + job).then().body("frames", equalTo(50));
        assertThat(kafka.read(Topics.RENDERS, job.value())).hasSize(1);
    }

    private JobId published(String key, String value) {
        return idOf(kafka.send(Topics.REQUESTS, key, value));
    }

    private static JobId idOf(RecordMetadata record) {
        return JobId.ofRecord(record.topic(), record.partition(), record.offset());
    }

    private static void eventually(JobId job, Consumer<ValidatableResponse> expectation) {
        await().untilAsserted(() ->
                expectation.accept(given().get("/v1/jobs/" + job).then().statusCode(200)));
    }
}
