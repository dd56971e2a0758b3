package dev.parley.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** The farm's HTTP face, as a stranger's program uses it. */
final class Api {
    private static final Set<String> ENDED = Set.of("completed", "failed", "rejected", "cancelled");

    private final URI base;
    private final String key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    record Answer(int status, JsonNode body) {}

    Api(URI base) {
        this(base, null);
    }

    /** @param key null for a farm that asks for none */
    Api(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    String upload(byte[] bytes) throws IOException, InterruptedException {
        Answer answer = send(HttpRequest.newBuilder(base.resolve("/v1/uploads"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)));
        String key = answer.body.path("input").asText();
        if (answer.status != 201 || !ObjectKeys.isInput(key)) {
            throw new AssertionError("upload answered " + answer);
        }
        return key;
    }

    /** What a video says of itself. */
    JsonNode detect(byte[] video) throws IOException, InterruptedException {
        Answer answer = send(HttpRequest.newBuilder(base.resolve("/v1/detect"))
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofByteArray(video)));
        if (answer.status != 200) {
            throw new AssertionError("detect answered " + answer);
        }
        return answer.body;
    }

    Answer submit(String json) throws IOException, InterruptedException {
        return post("/v1/jobs", json);
    }

    /** What the job would be. */
    JsonNode dryRun(String json) throws IOException, InterruptedException {
        Answer answer = post("/v1/jobs?dryRun=true", json);
        if (answer.status != 200) {
            throw new AssertionError("not accepted: " + answer);
        }
        return answer.body;
    }

    URI base() {
        return base;
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Submits what must be accepted and answers the job's id. */
    String accepted(String json) throws IOException, InterruptedException {
        Answer answer = submit(json);
        if (answer.status != 201) {
            throw new AssertionError("not accepted: " + answer);
        }
        return answer.body.get("jobId").asText();
    }

    Answer job(String id) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve("/v1/jobs/" + id)));
    }

    Answer jobs(String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve("/v1/jobs?" + query)));
    }

    Answer cancel(String id) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve("/v1/jobs/" + id + "/cancel"))
                .POST(BodyPublishers.noBody()));
    }

    JsonNode awaitEnd(String id, Duration atMost) {
        return awaitJob(id, atMost, job -> ENDED.contains(job.path("status").asText()));
    }

    JsonNode awaitJob(String id, Duration atMost, Predicate<JsonNode> wanted) {
        return await("job " + id)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> job(id).body, wanted);
    }

    Path video(String id, Path file) throws IOException, InterruptedException {
        HttpResponse<Path> answer = http.send(
                HttpRequest.newBuilder(base.resolve("/v1/jobs/" + id + "/video"))
                        .build(),
                BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new AssertionError("video of %s answered %d".formatted(id, answer.statusCode()));
        }
        return file;
    }

    String text(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> answer =
                http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), Json.mapper().readTree(answer.body()));
    }
}
