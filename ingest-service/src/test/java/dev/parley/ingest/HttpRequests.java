package dev.parley.ingest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sound requests, and the calls that make jobs of them. */
public final class HttpRequests {
    public static String upload(byte[] file) {
        return given().contentType("application/octet-stream")
                .body(file)
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .extract()
                .path("input");
    }

    /** A request of one speaker, two seconds long, as a map to change. */
    public static Map<String, Object> sound() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("image", upload(SampleFiles.picture(640, 480)));
        request.put("speakers", List.of(Map.of("audio", upload(SampleFiles.voice(2)))));
        request.put("prompt", "Somebody talks.");
        request.put("engine", "pantomime");
        return request;
    }

    public static Response post(Map<String, Object> request) {
        return given().contentType("application/json").body(Json.write(request)).post("/v1/jobs");
    }

    public static JobId accepted(Map<String, Object> request) {
        return new JobId(post(request).then().statusCode(201).extract().path("jobId"));
    }

    /** Cancels a job and waits for its end, which a busy farm shows later than it answers. */
    public static void cancel(JobId job) {
        given().post("/v1/jobs/" + job + "/cancel").then().statusCode(202);
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("cancelled")));
    }

    private HttpRequests() {}
}
