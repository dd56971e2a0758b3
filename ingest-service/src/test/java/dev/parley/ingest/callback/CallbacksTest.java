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
        new Webhook(farmSecret.get()).verify(call.body(), call.headers());
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

    private static JobId asked(Map<String, String> webhook) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("webhook", webhook);
        return HttpRequests.accepted(request);
    }

    private static void eventually(JobId job, String status) {
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("callback.status", equalTo(status)));
    }
}
