package dev.parley.ingest.callback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.standardwebhooks.Webhook;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class CallbacksTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    FarmSecret farmSecret;

    private Kafka kafka;
    private Receiver receiver;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
        receiver = Receiver.start();
    }

    @AfterEach
    void close() {
        receiver.close();
        kafka.close();
    }

    @Test
    void aCompletedJobIsToldAndSigned() throws Exception {
        JobId job = asked(Map.of("url", receiver.url(), "secret", SECRET));

        kafka.emit(job, new JobEvent.Completed("videos/" + job + ".mp4", 50, 2, 2, 832, 480, 1, "ab".repeat(32)));

        eventually(job, "delivered");
        Receiver.Call call = receiver.calls().get(0);
        assertThat(call.headers().get("webhook-id")).containsExactly("msg_" + job);
        assertThat(call.body())
                .contains("\"type\":\"dev.parley.job.completed\"")
                .doesNotContain(SECRET);
        new Webhook(SECRET).verify(call.body(), call.headers());
    }

    @Test
    void aRequestWithoutASecretIsSignedWithTheFarms() throws Exception {
        JobId job = asked(Map.of("url", receiver.url()));

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        eventually(job, "delivered");
        Receiver.Call call = receiver.calls().get(0);
        new Webhook(farmSecret.get().get(0)).verify(call.body(), call.headers());
    }

    @Test
    void aFailedCallIsMadeAgainUnderTheSameId() {
        receiver.answers(500, 503, 204);
        JobId job = asked(Map.of("url", receiver.url(), "secret", SECRET));

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        eventually(job, "delivered");
        given().get("/v1/jobs/" + job).then().body("callback.attempts", equalTo(3));
        assertThat(receiver.calls()).hasSize(3);
        assertThat(receiver.calls())
                .extracting(call -> call.headers().get("webhook-id"))
                .containsOnly(List.of("msg_" + job));
    }

    @Test
    void aReceiverThatIsGoneIsNotCalledAgain() {
        receiver.answers(410);
        JobId job = asked(Map.of("url", receiver.url()));

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        eventually(job, "exhausted");
        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        receiver.answers(302, 200);
        JobId job = asked(Map.of("url", receiver.url()));

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        eventually(job, "delivered");
        assertThat(receiver.calls()).hasSize(2).extracting(Receiver.Call::path).containsOnly("/hook");
    }

    @Test
    void whoSentRubbishWithAWebhookIsToldToo() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("preset", "turbo");
        request.put("webhook", Map.of("url", receiver.url()));

        kafka.send(Topics.REQUESTS, null, Json.write(request).getBytes(StandardCharsets.UTF_8));

        await().until(() -> !receiver.calls().isEmpty());
        assertThat(receiver.calls().get(0).body())
                .contains("dev.parley.job.rejected")
                .contains("preset");
    }

    @Test
    void eachOfSeveralSecretsSigns() throws Exception {
        String next = "whsec_" + "MfKQ".repeat(8);
        JobId job = asked(Map.of("url", receiver.url(), "secret", next + " " + SECRET));

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        eventually(job, "delivered");
        Receiver.Call call = receiver.calls().get(0);
        new Webhook(SECRET).verify(call.body(), call.headers());
        new Webhook(next).verify(call.body(), call.headers());
    }

    @Test
    void whatWasAskedForIsToldInOrder() throws Exception {
        receiver.answers(500);
        JobId job = asked(Map.of("url", receiver.url(), "events", List.of("accepted", "claimed", "completed")));

        kafka.emit(job, new JobEvent.Claimed("w", 1, 0));
        kafka.emit(job, new JobEvent.Completed("videos/" + job + ".mp4", 50, 2, 2, 832, 480, 1, "ab".repeat(32)));

        eventually(job, "delivered");
        assertThat(receiver.calls())
                .extracting(call -> call.headers().get("webhook-id").get(0))
                .containsExactly(
                        "msg_" + job + "_accepted",
                        "msg_" + job + "_accepted",
                        "msg_" + job + "_claimed_1",
                        "msg_" + job);
        new Webhook(farmSecret.get().get(0))
                .verify(receiver.calls().get(2).body(), receiver.calls().get(2).headers());
    }

    @Test
    void anEndThatNobodyAskedForIsNotTold() {
        JobId job = asked(Map.of("url", receiver.url(), "events", List.of("completed")));

        kafka.emit(job, new JobEvent.Cancelled("enough"));

        eventually(job, "skipped");
        assertThat(receiver.calls()).isEmpty();
    }

    @Test
    void callsAreListedAndMadeAgainOnRequest() {
        receiver.answers(410);
        JobId job = asked(Map.of("url", receiver.url()));
        kafka.emit(job, new JobEvent.Cancelled("enough"));
        eventually(job, "exhausted");

        given().post("/v1/jobs/" + job + "/webhook/redeliver").then().statusCode(202);

        eventually(job, "delivered");
        given().get("/v1/jobs/" + job + "/webhook")
                .then()
                .statusCode(200)
                .body("status", equalTo("delivered"))
                .body("attempts", equalTo(2))
                .body("calls.event", equalTo(List.of("cancelled", "cancelled")))
                .body("calls.result", equalTo(List.of("410, the receiver wants no more calls", "204")))
                .body("due", equalTo(List.of()));
    }

    @Test
    void aJobThatGoesOnIsNotToldAgain() {
        JobId job = asked(Map.of("url", receiver.url()));

        given().post("/v1/jobs/" + job + "/webhook/redeliver")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:parley:problem:job-not-ended"));
    }

    @Test
    void aJobWithoutAWebhookHasNoCalls() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().get("/v1/jobs/" + job + "/webhook")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:parley:problem:no-webhook"));
    }

    @Test
    void aReceiverIsTriedBeforeThereIsAJob() throws Exception {
        given().contentType("application/json")
                .body(Map.of("url", receiver.url(), "secret", SECRET))
                .post("/v1/webhooks/test")
                .then()
                .statusCode(200)
                .body("delivered", equalTo(true))
                .body("result", equalTo("204"));

        Receiver.Call call = receiver.calls().get(0);
        assertThat(call.body()).contains("\"type\":\"dev.parley.webhook.test\"");
        new Webhook(SECRET).verify(call.body(), call.headers());
    }

    @Test
    void aTestCallSaysWhatIsWrong() {
        given().contentType("application/json")
                .body(Map.of("url", "ftp://example.org", "secret", "sesame"))
                .post("/v1/webhooks/test")
                .then()
                .statusCode(422)
                .body("violations.path", equalTo(List.of("url", "secret")));
        receiver.answers(500);
        given().contentType("application/json")
                .body(Map.of("url", receiver.url()))
                .post("/v1/webhooks/test")
                .then()
                .statusCode(200)
                .body("delivered", equalTo(false))
                .body("result", equalTo("500"));
    }

    private static JobId asked(Map<String, Object> webhook) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("webhook", webhook);
        return HttpRequests.accepted(request);
    }

    private static void eventually(JobId job, String status) {
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("callback.status", equalTo(status)));
    }
}
