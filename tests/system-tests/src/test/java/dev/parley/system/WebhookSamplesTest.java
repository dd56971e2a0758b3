package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers believe what the published library signed, and nothing else. */
class WebhookSamplesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_" + "A".repeat(32);
    private static final String ID = "msg_019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071";
    private static final String BODY =
            """
            {"type":"dev.parley.job.completed","timestamp":"2026-11-29T12:00:00Z",\
            "data":{"jobId":"019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071","message":"schön"}}""";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"webhook.py", "webhook.mjs", "WebhookReceiver.java"})
    void onlyGenuineCallsAreTaken(String sample) throws Exception {
        try (SampleProgram receiver = SampleProgram.start(sample, folder, Map.of("WEBHOOK_SECRET", SECRET), "0")) {
            port = receiver.port();
            long now = Instant.now().getEpochSecond();
            String genuine = new Webhook(SECRET).sign(ID, now, BODY);
            String forged = new Webhook(OTHER).sign(ID, now, BODY);
            long early = now - 3_600;
            assertThat(call(Long.toString(now), genuine, BODY)).isEqualTo(204);
            assertThat(call(Long.toString(now), forged + " v1a,abc " + genuine, BODY))
                    .isEqualTo(204);
            assertThat(receiver.output()).contains(ID).contains("dev.parley.job.completed");
            assertThat(call(Long.toString(now), forged, BODY)).isEqualTo(401);
            assertThat(call(Long.toString(now), genuine, BODY.replace("completed", "cancelled")))
                    .isEqualTo(401);
            assertThat(call(Long.toString(now + 1), genuine, BODY)).isEqualTo(401);
            assertThat(call(Long.toString(early), new Webhook(SECRET).sign(ID, early, BODY), BODY))
                    .isEqualTo(401);
            assertThat(call("x", genuine, BODY)).isEqualTo(401);
            assertThat(call("9".repeat(500), genuine, BODY)).isEqualTo(401);
            assertThat(call(Long.toString(now), "v1,", BODY)).isEqualTo(401);
            assertThat(receiver.output().lines().filter(line -> line.contains(ID)))
                    .hasSize(2);
        }
    }

    private int call(String timestamp, String signature, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("webhook-id", ID)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
