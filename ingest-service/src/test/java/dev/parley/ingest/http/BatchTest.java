package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.RequestReader;
import dev.parley.ingest.HttpRequests;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class BatchTest {
    @Test
    void everyLineIsAnsweredByItself() throws Exception {
        Map<String, Object> sound = HttpRequests.sound();
        Map<String, Object> bad = HttpRequests.sound();
        bad.put("size", "huge");
        String lines = String.join(
                "\r\n",
                Json.write(sound),
                "",
                "{\"image\":",
                Json.write(bad),
                "x".repeat(RequestReader.DEFAULT_MAX_BYTES + 1),
                Json.write(sound));

        List<JsonNode> answers = answers(post(lines, null));

        assertThat(answers).extracting(answer -> answer.path("line").asInt()).containsExactly(1, 3, 4, 5, 6);
        assertThat(answers)
                .extracting(answer -> answer.path("status").asInt())
                .containsExactly(201, 400, 422, 413, 201);
        assertThat(answers.get(0).at("/job/status").asText()).isEqualTo("accepted");
        assertThat(answers.get(1).at("/problem/type").asText()).isEqualTo("urn:parley:problem:not-json");
        assertThat(answers.get(2).at("/problem/violations/0/path").asText()).isEqualTo("size");
        assertThat(answers.get(4).at("/job/jobId")).isNotEqualTo(answers.get(0).at("/job/jobId"));
        given().get("/v1/jobs/" + answers.get(4).at("/job/jobId").asText())
                .then()
                .statusCode(200);
    }

    @Test
    void aBatchWithAKeyMayBeRepeated() throws Exception {
        Map<String, Object> keyed = HttpRequests.sound();
        keyed.put("idempotencyKey", "own-" + UUID.randomUUID());
        String lines =
                Json.write(HttpRequests.sound()) + "\n" + Json.write(keyed) + "\n" + Json.write(HttpRequests.sound());
        String key = "batch-" + UUID.randomUUID();

        List<JsonNode> first = answers(post(lines, key));
        List<JsonNode> again = answers(post(lines, key));

        assertThat(first).extracting(answer -> answer.path("status").asInt()).containsExactly(201, 201, 201);
        assertThat(again).extracting(answer -> answer.path("status").asInt()).containsExactly(200, 200, 200);
        assertThat(jobs(again)).isEqualTo(jobs(first)).doesNotHaveDuplicates();
    }

    @Test
    void afterTheLastLineThatIsReadNothingIsTaken() throws Exception {
        List<JsonNode> answers = answers(post("{}\n".repeat(Batches.MOST_LINES + 5), null));

        assertThat(answers).hasSize(Batches.MOST_LINES + 1);
        assertThat(answers.get(Batches.MOST_LINES).at("/problem/type").asText())
                .isEqualTo("urn:parley:problem:too-many-lines");
    }

    @Test
    void oneBatchMoreThanMayBeIsToComeAgain() throws Exception {
        List<Socket> unfinished = new ArrayList<>();
        try {
            for (int batch = 0; batch <= Batches.AT_ONCE; batch++) {
                unfinished.add(unfinished());
            }
            Socket refused = await().until(
                            () -> unfinished.stream()
                                    .filter(BatchTest::isAnswered)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            String answer = new String(
                    refused.getInputStream().readNBytes(refused.getInputStream().available()),
                    StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("\r\nRetry-After: 5\r\n");
            HttpRequests.accepted(HttpRequests.sound());
        } finally {
            for (Socket socket : unfinished) {
                socket.close();
            }
        }
        await().untilAsserted(() -> post("", null).then().statusCode(200));
    }

    private static Socket unfinished() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        String call = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: 99\r\n\r\n{}\n"
                .formatted(Batches.MEDIA_TYPE);
        socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aBatchIsNotTriedDry() {
        given().contentType(Batches.MEDIA_TYPE)
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post("/v1/jobs?dryRun=true")
                .then()
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE);
        assertThat(post("", null).asString()).isEmpty();
    }

    private static List<JsonNode> jobs(List<JsonNode> answers) {
        return answers.stream().map(answer -> answer.at("/job/jobId")).toList();
    }

    private static Response post(String lines, String key) {
        var call = given().contentType(Batches.MEDIA_TYPE).body(lines.getBytes(StandardCharsets.UTF_8));
        return (key == null ? call : call.header("Idempotency-Key", key)).post("/v1/jobs");
    }

    private static List<JsonNode> answers(Response response) throws Exception {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).startsWith(Batches.MEDIA_TYPE);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : response.asString().split("\n")) {
            answers.add(Json.mapper().readTree(line));
        }
        return answers;
    }
}
