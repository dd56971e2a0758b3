package dev.parley.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.Json;
import dev.parley.testkit.TestBroker;
import dev.parley.testkit.TestStore;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that together are three times as large as the service's heap, all at once: none of them may ever be in it. */
class SmallHeapIT {
    private static final Duration A_WHILE = Duration.ofMinutes(5);
    private static final int SECONDS = 120; // 92 MB
    /** A quiet service has 25 MB of it, and each of five uploads a part of 8 MiB, which the collector cannot move. */
    private static final String HEAP = "144m";

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestBroker broker;
    private TestStore store;
    private ServiceProcess service;

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(dir.resolve("broker"));
        store = new TestStore(dir.resolve("store"));
        service = ServiceProcess.start(broker, store, HEAP);
        RestAssured.port = service.port();
        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @AfterEach
    void stop() {
        service.close();
        broker.close();
        store.close();
    }

    @Test
    void recordingsByUrlUploadAndFormNeverFillIt() {
        try (WebServer web = new WebServer()) {
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            String picture = HttpRequests.upload(SampleFiles.picture(640, 480));
            for (int i = 0; i < 3; i++) {
                LongRecording voice = new LongRecording(SECONDS, 200 + i);
                web.on("/voice" + i, exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, voice.bytes());
                        voice.write(exchange.getResponseBody());
                    }
                });
                String request = Json.write(
                        Map.of("image", picture, "speakers", List.of(Map.of("audio", web.url("/voice" + i)))));
                calls.add(post("/v1/jobs", "application/json", BodyPublishers.ofString(request)));
            }
            calls.add(post("/v1/uploads", "audio/wav", streamed(new LongRecording(SECONDS, 300).open())));
            calls.add(post(
                    "/v1/uploads", "multipart/form-data; boundary=b", streamed(form(new LongRecording(SECONDS, 301)))));

            assertThat(calls).extracting(call -> call.join().statusCode()).containsOnly(201);
            assertThat(calls.get(0).join().body()).contains("\"frames\":" + SECONDS * 25);
        }
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String type, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(A_WHILE)
                .header("Content-Type", type)
                .POST(body)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private static BodyPublisher streamed(InputStream body) {
        return BodyPublishers.ofInputStream(() -> body);
    }

    private static InputStream form(LongRecording file) {
        String head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"voice.wav\"\r\n\r\n";
        return new SequenceInputStream(new SequenceInputStream(bytes(head), file.open()), bytes("\r\n--b--\r\n"));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
