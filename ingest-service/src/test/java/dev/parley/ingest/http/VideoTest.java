package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class VideoTest {
    private static final byte[] VIDEO = new byte[100_000];

    static {
        for (int i = 0; i < VIDEO.length; i++) {
            VIDEO[i] = (byte) (i * 31);
        }
    }

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    ObjectStore store;

    @Test
    void aVideoIsFoundInTheStore() {
        JobId job = completed();

        String location = given().redirects()
                .follow(false)
                .get("/v1/jobs/" + job + "/video")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");

        byte[] got = given().urlEncodingEnabled(false)
                .get(location)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(got).isEqualTo(VIDEO);
    }

    @Test
    void aVideoIsStreamedWholeAndInParts() {
        JobId job = completed();
        String path = "/v1/jobs/" + job + "/video?stream=true";

        byte[] whole = given().get(path)
                .then()
                .statusCode(200)
                .contentType("video/mp4")
                .header("Content-Length", "100000")
                .header("Accept-Ranges", "bytes")
                .header("Content-Disposition", equalTo("inline; filename=\"%s.mp4\"".formatted(job)))
                .extract()
                .asByteArray();
        assertThat(whole).isEqualTo(VIDEO);
        byte[] part = given().header("Range", "bytes=1000-1999")
                .get(path)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 1000-1999/100000")
                .header("Content-Length", "1000")
                .extract()
                .asByteArray();
        assertThat(part).isEqualTo(Arrays.copyOfRange(VIDEO, 1000, 2000));
        given().header("Range", "bytes=100000-")
                .get(path)
                .then()
                .statusCode(416)
                .header("Content-Range", "bytes */100000");
    }

    @Test
    void aVideoThatTheCallerHasIsNotSentAgain() {
        String path = "/v1/jobs/" + completed() + "/video?stream=true";
        String tag = given().head(path).header("ETag");

        given().header("If-None-Match", tag).get(path).then().statusCode(304).header("ETag", equalTo(tag));
        given().header("If-None-Match", tag).head(path).then().statusCode(304);
        given().header("If-None-Match", "\"x\"").get(path).then().statusCode(200);
    }

    @Test
    void aChangedVideoIsSentWhole() {
        JobId job = completed();

        given().header("Range", "bytes=0-9")
                .header("If-Range", "\"another\"")
                .get("/v1/jobs/" + job + "/video?stream=true")
                .then()
                .statusCode(200);
    }

    @Test
    void headDescribesTheVideo() {
        given().head("/v1/jobs/" + completed() + "/video?download=true")
                .then()
                .statusCode(200)
                .contentType("video/mp4")
                .header("Content-Length", "100000")
                .header("Content-Disposition", startsWith("attachment"));
    }

    @Test
    void aDeletedVideoIsGone() {
        JobId job = completed();
        store.delete(ObjectKeys.video(job));

        given().get("/v1/jobs/" + job + "/video?stream=true")
                .then()
                .statusCode(410)
                .contentType("application/problem+json");
    }

    @Test
    void aJobUnderWayHasNoVideo() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().get("/v1/jobs/" + job + "/video")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:parley:problem:no-video"));
        given().get("/v1/jobs/" + UUID.randomUUID() + "/video").then().statusCode(404);
    }

    private JobId completed() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        store.put(ObjectKeys.video(job), VIDEO, "video/mp4");
        try (Kafka kafka = new Kafka(bootstrap)) {
            kafka.emit(
                    job,
                    new JobEvent.Completed(ObjectKeys.video(job), 50, 2, 2, 832, 480, VIDEO.length, "ab".repeat(32)));
        }
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("completed")));
        return job;
    }
}
