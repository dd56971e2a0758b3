package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.contracts.JobId;
import dev.parley.ingest.HttpRequests;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class TranscriptTest {
    @Test
    void spokenTextHasSubtitlesAndPhonemesAtOnce() {
        Map<String, Object> request = HttpRequests.sound();
        request.remove("speakers");
        request.put("script", "(s1) Hello there. (s2) Hi! How are you?");
        JobId job = HttpRequests.accepted(request);

        given().get("/v1/jobs/" + job + "/subtitles.vtt")
                .then()
                .statusCode(200)
                .contentType("text/vtt")
                .body(startsWith("WEBVTT\n\n00:00:00.000 --> "));
        given().get("/v1/jobs/" + job + "/phonemes.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("lines.text", contains("Hello there.", "Hi!", "How are you?"))
                .body("lines.speaker", contains(1, 2, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"subtitles.vtt", "phonemes.json"})
    void recordingsHaveNone(String file) {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().get("/v1/jobs/" + job + "/" + file)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:parley:problem:no-text"));
        given().get("/v1/jobs/" + UUID.randomUUID() + "/" + file)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:parley:problem:no-such-job"));
    }
}
