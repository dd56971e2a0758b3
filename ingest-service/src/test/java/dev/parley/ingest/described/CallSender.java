package dev.parley.ingest.described;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testkit.openapi.ApiDocument;
import dev.parley.testkit.openapi.Operation;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Calls the service and holds its answers against its document. */
final class CallSender {
    static final long SEED = Long.getLong("described.calls.seed", 3_100);

    private static final int TIMES = Integer.getInteger("described.calls.times", 1);
    private static final int PROPER = 4;
    private static final int IMPROPER = 2;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ApiDocument document;
    private final Map<String, String> headers;

    /** @param headers that every call has */
    CallSender(ApiDocument document, Map<String, String> headers) {
        this.document = document;
        this.headers = headers;
    }

    static ApiDocument servedDocument() throws IOException {
        return new ApiDocument(new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString()));
    }

    void isAnsweredAsDescribed(Operation operation, Map<String, List<JsonNode>> known, Map<String, byte[]> files) {
        Random random = new Random(SEED + operation.id().hashCode());
        List<Call> calls = new Calls(document, random, known, files).of(operation, TIMES * PROPER, TIMES * IMPROPER);
        List<String> faults = new ArrayList<>();
        for (Call call : calls) {
            for (String fault : answer(call).faults(document, call)) {
                faults.add("%s%n  to %s".formatted(fault, call));
            }
        }
        assertThat(faults)
                .as("%d calls, -Ddescribed.calls.seed=%d", calls.size(), SEED)
                .isEmpty();
    }

    private Answer answer(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + call.target()))
                .timeout(Duration.ofSeconds(60))
                .method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        headers.forEach(request::header);
        call.headers().forEach(header -> request.header(header.getKey(), header.getValue()));
        long began = System.nanoTime();
        try {
            HttpResponse<InputStream> response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            String type =
                    response.headers().firstValue("Content-Type").orElse("").split(";")[0];
            try (InputStream body = response.body()) {
                byte[] read = type.equals("text/event-stream") ? new byte[0] : body.readAllBytes();
                return new Answer(
                        response.statusCode(),
                        type,
                        response.headers().firstValue("Allow").orElse(""),
                        read,
                        Duration.ofNanos(System.nanoTime() - began));
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("No answer to " + call, e);
        }
    }
}
