package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.Json;
import dev.parley.contracts.Sha256;
import dev.parley.ingest.SampleFiles;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class UploadsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String HELLO_INPUT = "inputs/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String HELLO_DIGEST = "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:";

    @Test
    void aFileIsKeptUnderItsHash() {
        given().contentType("application/octet-stream")
                .body(HELLO)
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .body("input", equalTo(HELLO_INPUT))
                .body("bytes", equalTo(5));
    }

    @Test
    void theCallersHashIsCompared() {
        given().contentType("image/png")
                .header("Content-Digest", HELLO_DIGEST)
                .body(HELLO)
                .post("/v1/uploads")
                .then()
                .statusCode(201);
        given().contentType("image/png")
                .header("Content-Digest", HELLO_DIGEST)
                .body("hullo".getBytes(StandardCharsets.UTF_8))
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("violations.code", equalTo(List.of("checksum-mismatch")));
        given().get("/v1/inputs/" + Sha256.of("hullo".getBytes(StandardCharsets.UTF_8)) + "/picture.json")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/uploads,boundary=b,Content-Disp",
        "/v1/uploads,boundary=,Content-Disposition: form-data; name=file",
        "/v1/jobs,boundary=b,Content-Disposition: form-data; name="
    })
    void aFormWithHeadersThatCannotBeReadIsMalformed(String path, String boundary, String head) {
        form(path, boundary, head).statusCode(400).body("type", equalTo("urn:parley:problem:malformed"));
    }

    @Test
    void aPartWithoutANameIsRefused() {
        form("/v1/jobs", "boundary=b", "Content-Disposition: form-data; filename=\"a\"")
                .statusCode(422)
                .body("violations.code", equalTo(List.of("missing")));
    }

    private static ValidatableResponse form(String path, String boundary, String head) {
        return given().contentType("multipart/form-data; " + boundary)
                .body("--b\r\n%s\r\n\r\nhello\r\n--b--\r\n".formatted(head).getBytes(StandardCharsets.US_ASCII))
                .post(path)
                .then();
    }

    @Test
    void anUploadThatSaysItIsTooLongIsNotRead() {
        int status =
                RawHttp.status("POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n");

        assertThat(status).isEqualTo(413);
    }

    @Test
    void aFormWithOneFileIsThatFile() {
        given().multiPart("file", "hello.txt", HELLO)
                .multiPart("name", "whatever")
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .body("input", equalTo(HELLO_INPUT))
                .body("bytes", equalTo(5));
    }

    @Test
    void aFormWithSeveralFilesOrNoneIsRefused() {
        given().multiPart("file", "a.txt", HELLO)
                .multiPart("file", "b.txt", HELLO)
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("violations.code", equalTo(List.of("ambiguous")));
        given().multiPart("file", "hello")
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("violations.code", equalTo(List.of("missing")));
        given().multiPart("file", "a.txt", new byte[0])
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("violations.code", equalTo(List.of("missing")));
    }

    @Test
    void aFileThatCurlCallsAFormIsTaken() {
        int status = RawHttp.status("POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n\r\nhello");

        assertThat(status).isEqualTo(201);
    }

    @Test
    void aFileOfNoTypeIsTaken() {
        int status = RawHttp.status("POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(status).isEqualTo(201);
    }

    @Test
    void aUrlEncodedFormIsRefusedWithTheWayOut() {
        given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .body("file=%89PNG%0D&name=face.png")
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("violations.code", equalTo(List.of("wrong-media")))
                .body("violations[0].message", containsString("curl -F file=@name"));
    }

    @Test
    void twoPartsOfOneNameAreRefused() {
        Map<String, Object> request = Map.of("image", "part:face", "speakers", List.of(Map.of("audio", "part:voice")));

        given().multiPart("request", Json.write(request))
                .multiPart("face", "a.png", SampleFiles.picture(640, 480))
                .multiPart("face", "b.png", SampleFiles.picture(640, 480))
                .multiPart("voice", "voice.wav", SampleFiles.voice(2))
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("violations.code", equalTo(List.of("ambiguous")));
    }

    @Test
    void filesComeAlongWithTheirRequest() {
        Map<String, Object> request =
                Map.of("image", "part:face", "speakers", List.of(Map.of("audio", "part:voice.left")));

        given().multiPart("request", Json.write(request), "application/json")
                .multiPart("face", "../../face.png", SampleFiles.picture(640, 480))
                .multiPart("voice.left", "C:\\voice.wav", SampleFiles.voice(2))
                .post("/v1/jobs")
                .then()
                .statusCode(201)
                .body("frames", equalTo(50));
    }

    @Test
    void twoPortraitsBecomeOnePicture() {
        Map<String, Object> request = Map.of(
                "speakers",
                List.of(
                        Map.of("audio", "part:a", "image", "part:left"),
                        Map.of("audio", "part:b", "image", "part:right")));

        given().multiPart("request", Json.write(request))
                .multiPart("left", "l.png", SampleFiles.picture(320, 480))
                .multiPart("right", "r.png", SampleFiles.picture(320, 480))
                .multiPart("a", "a.wav", SampleFiles.voice(1))
                .multiPart("b", "b.wav", SampleFiles.voice(2))
                .post("/v1/jobs")
                .then()
                .statusCode(201)
                .body("speakers", equalTo(2));
    }

    @Test
    void aPartThatDidNotComeIsNamed() {
        Map<String, Object> request = Map.of("image", "part:face", "speakers", List.of(Map.of("audio", "part:voice")));

        given().multiPart("request", Json.write(request))
                .multiPart("face", "face.png", SampleFiles.picture(640, 480))
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("violations.path", equalTo(List.of("speakers[0].audio")))
                .body("violations.code", equalTo(List.of("no-such-part")));
    }

    @Test
    void aFormWithoutARequestIsRefused() {
        given().multiPart("face", "face.png", SampleFiles.picture(64, 64))
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .contentType("application/problem+json");
    }

    @Test
    void aFormThatIsNoneIsRefused() {
        int status = RawHttp.status("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\n\r\nrubbish");

        assertThat(status).isBetween(400, 422);
    }
}
