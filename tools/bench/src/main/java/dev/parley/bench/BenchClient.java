package dev.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The few calls the measurements make. */
public final class BenchClient {
    private final URI base;
    // HTTP/1.1: each request in flight has a connection of its own, as those of many clients would.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public BenchClient(URI base) {
        this.base = base;
    }

    /** A pantomime request for two uploaded files. */
    public String request(Path picture, Path voice) throws IOException, InterruptedException {
        return """
                {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"a person talks","engine":"pantomime"}"""
                .formatted(upload(picture), upload(voice));
    }

    private String upload(Path file) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve("/v1/uploads"))
                        .POST(BodyPublishers.ofByteArray(Files.readAllBytes(file)))
                        .header("Content-Type", "application/octet-stream")
                        .build(),
                BodyHandlers.ofString());
        return expect(201, answer).path("input").asText();
    }

    public CompletableFuture<HttpResponse<String>> submit(String json) {
        return http.sendAsync(
                HttpRequest.newBuilder(base.resolve("/v1/jobs"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    public static JsonNode expect(int status, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("%s answered %d, expected %d: %s"
                    .formatted(answer.uri(), answer.statusCode(), status, answer.body()));
        }
        return Json.mapper().readTree(answer.body());
    }

    JsonNode job(String id) throws IOException, InterruptedException {
        return expect(
                200,
                http.send(HttpRequest.newBuilder(base.resolve("/v1/jobs/" + id)).build(), BodyHandlers.ofString()));
    }

    /** When the job was completed. */
    Instant awaitEnd(String id) throws IOException, InterruptedException {
        while (true) {
            JsonNode job = job(id);
            if (job.hasNonNull("endedAt")) {
                if (!job.path("status").asText().equals("completed")) {
                    throw new IllegalStateException("not completed: " + job);
                }
                return Instant.parse(job.path("endedAt").asText());
            }
            Thread.sleep(50);
        }
    }

    /** The sum of all series of a metric, whatever their labels. */
    double metric(String name) throws IOException, InterruptedException {
        String text = http.send(
                        HttpRequest.newBuilder(base.resolve("/q/metrics")).build(), BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
