package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.SampleFiles;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class HostileInputsTest {
    @Test
    void aTruncatedPicture() {
        byte[] whole = SampleFiles.picture(640, 480);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        refused(withImage(half)).body("violations.path", equalTo(List.of("image")));
    }

    @Test
    void aPictureOfOnePixel() {
        refused(withImage(SampleFiles.picture(1, 1))).body("violations.code", equalTo(List.of("too-small")));
    }

    @Test
    void aPictureOfThirtyThousandPixels() {
        refused(withImage(SampleFiles.picture(30_000, 64))).body("violations.code", equalTo(List.of("too-large")));
    }

    @Test
    void textThatCallsItselfSound() {
        refused(withVoice("I am a recording".getBytes(StandardCharsets.UTF_8)))
                .body("violations.path", equalTo(List.of("speakers[0].audio")));
    }

    @Test
    void silence() {
        refused(withVoice(SampleFiles.silence(2))).body("violations.code", equalTo(List.of("silent")));
    }

    @Test
    void aTenthOfASecond() {
        refused(withVoice(SampleFiles.voice(0.1))).body("violations.code", equalTo(List.of("too-short")));
    }

    @Test
    void aBoxOutsideThePicture() {
        Map<String, Object> request = HttpRequests.sound();
        request.put(
                "speakers",
                List.of(Map.of(
                        "audio",
                        HttpRequests.upload(SampleFiles.voice(2)),
                        "box",
                        Map.of("x", 600, "y", 0, "width", 300, "height", 480))));

        refused(request).body("violations.code", equalTo(List.of("box-outside")));
    }

    @Test
    void threeSpeakers() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("speakers", Collections.nCopies(3, Map.of("audio", HttpRequests.upload(SampleFiles.voice(2)))));

        refused(request).body("violations.path", hasItem("speakers"));
    }

    @Test
    void anUnknownPreset() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("preset", "turbo");

        refused(request).body("violations.path", equalTo(List.of("preset")));
    }

    @Test
    void pathsAndFilesForInputs() {
        for (String trick : List.of("../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "inputs/../secret")) {
            Map<String, Object> request = HttpRequests.sound();
            request.put("image", trick);

            refused(request).body("violations.code", equalTo(List.of("not-an-input")));
        }
    }

    @Test
    void aPlaylistThatNamesFilesOfTheServer() {
        String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";

        refused(withVoice(playlist.getBytes(StandardCharsets.UTF_8)))
                .body("violations.path", equalTo(List.of("speakers[0].audio")));
    }

    @Test
    void anUploadThatIsNotThere() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("image", "inputs/" + "0".repeat(64));

        refused(request).body("violations.code", equalTo(List.of("input-missing")));
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        Map<String, Object> request = withImage(SampleFiles.picture(1, 1));
        request.put("speakers", List.of(Map.of("audio", HttpRequests.upload(SampleFiles.silence(2)))));

        refused(request).body("violations.path", equalTo(List.of("image", "speakers[0].audio")));
    }

    @Test
    void tenMegabytesOfJson() {
        byte[] json = ("{\"prompt\":\"" + "a".repeat(10_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        problem(
                given().contentType("application/json")
                        .body(json)
                        .post("/v1/jobs")
                        .then(),
                413);
    }

    @Test
    void thingsThatAreNoJson() {
        for (String body : List.of("{", "hello", "{\"image\": }", "\u0000", "<xml/>")) {
            problem(
                            given().contentType("application/json")
                                    .body(body)
                                    .post("/v1/jobs")
                                    .then(),
                            400)
                    .body("type", equalTo("urn:parley:problem:not-json"));
        }
    }

    @Test
    void jsonThatIsNoRequest() {
        for (String body : List.of("", "[]", "\"text\"", "{}", "{\"speakers\": 5}")) {
            problem(
                    given().contentType("application/json")
                            .body(body)
                            .post("/v1/jobs")
                            .then(),
                    422);
        }
    }

    @Test
    void bytesThatAreNoText() {
        byte[] body = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};

        problem(
                given().contentType("application/json")
                        .body(body)
                        .post("/v1/jobs")
                        .then(),
                400);
    }

    @Test
    void anotherContentType() {
        problem(given().contentType("text/plain").body("x").post("/v1/jobs").then(), 415);
    }

    @Test
    void anotherMethod() {
        problem(given().put("/v1/jobs").then(), 405);
    }

    @Test
    void anotherPath() {
        problem(given().get("/v2/jobs").then(), 404);
        problem(given().get("/v1/jobs/../../etc/passwd").then(), 404);
    }

    @Test
    void anEmptyUpload() {
        problem(
                given().contentType("application/octet-stream")
                        .body(new byte[0])
                        .post("/v1/uploads")
                        .then(),
                422);
    }

    private static Map<String, Object> withImage(byte[] picture) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("image", HttpRequests.upload(picture));
        return request;
    }

    private static Map<String, Object> withVoice(byte[] recording) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("speakers", List.of(Map.of("audio", HttpRequests.upload(recording))));
        return request;
    }

    private static ValidatableResponse refused(Map<String, Object> request) {
        return problem(HttpRequests.post(request).then(), 422);
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", startsWith("urn:parley:problem:"));
    }
}
