package dev.parley.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a service of this machine says of itself, to anybody: no key is sent. */
final class Endpoint {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param mostBytes further ones are not read */
    String get(int port, String path, int mostBytes) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(mostBytes), StandardCharsets.UTF_8);
            // Health says with 503 what is wrong, which is what somebody wants to know.
            if (response.statusCode() == 200 || response.statusCode() == 503) {
                return text;
            }
            throw new IOException("%s answers %d".formatted(uri, response.statusCode()));
        }
    }
}
