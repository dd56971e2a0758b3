package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.ingest.HttpRequests;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class ForeignCallersTest {
    @Test
    void aForeignPageSubmitsNothing() {
        given().header("Origin", "https://evil.example")
                .multiPart("request", Json.write(HttpRequests.sound()))
                .post("/v1/jobs")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:parley:problem:foreign-origin"))
                .body("detail", containsString("PARLEY_HTTP_ALLOWED_HOSTS"));
    }

    @Test
    void aForeignPageCancelsNothing() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());

        given().header("Origin", "https://evil.example")
                .post("/v1/jobs/" + job + "/cancel")
                .then()
                .statusCode(403);
        given().get("/v1/jobs/" + job).then().body("status", equalTo("accepted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs", "/", "/q/metrics", "/q/openapi", "/nothing"})
    void aForeignNameIsAnsweredNowhere(String path) {
        assertThat(RawHttp.status("GET %s HTTP/1.1\r\nHost: evil.example\r\n\r\n".formatted(path)))
                .isEqualTo(403);
        assertThat(RawHttp.status("GET %s HTTP/1.1\r\nHost: evil_example:80:80\r\n\r\n".formatted(path)))
                .isBetween(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: 10.1.2.3:8080", "Host: [2001:db8::1]:8080", "Host: farm.localhost"})
    void anAddressMayBeCalled(String header) {
        assertThat(RawHttp.status("GET /q/health/live HTTP/1.1\r\n%s\r\n\r\n".formatted(header)))
                .isEqualTo(200);
    }

    @Test
    void ourOwnPageMayCall() {
        given().header("Origin", "http://localhost:" + RestAssured.port)
                .get("/v1/jobs")
                .then()
                .statusCode(200);
        given().header("Origin", "http://127.0.0.1:3000").get("/v1/jobs").then().statusCode(200);
    }
}
