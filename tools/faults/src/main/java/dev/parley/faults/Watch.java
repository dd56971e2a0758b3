package dev.parley.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Prometheus that watches the farm by the project's own rules. It has to be on the {@code PATH}. */
final class Watch implements AutoCloseable {
    /** Between two scrapes, and between two evaluations of the rules. */
    static final Duration SCRAPE = Duration.ofSeconds(2);

    private static final Duration START = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final FarmProcess prometheus;
    private final int port;

    Watch(Laboratory lab, List<String> services) throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = lab.folder().resolve("prometheus.yml");
        StringBuilder text = new StringBuilder(
                """
                global: {scrape_interval: %1$ds, evaluation_interval: %1$ds}
                rule_files: ['%2$s']
                scrape_configs:
                """
                        .formatted(SCRAPE.toSeconds(), lab.house().resolve("infra/prometheus/rules.yml")));
        for (String service : services) {
            text.append("  - {job_name: %s, metrics_path: /q/metrics, static_configs: [{targets: ['%s']}]}%n"
                    .formatted(service, lab.url(service).getAuthority()));
        }
        Files.writeString(config, text);
        prometheus = new FarmProcess(
                "prometheus",
                lab.folder().resolve("logs"),
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + lab.folder().resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port),
                Map.of());
        prometheus.start();
        if (!Laboratory.until(START, () -> has("up == 1"))) {
            throw new IllegalStateException("Prometheus sees nothing, see " + prometheus.log());
        }
    }

    /** Whether a query has an answer now. */
    boolean has(String query) {
        JsonNode answer = ask("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return !answer.at("/data/result").isEmpty();
    }

    /** The state of an alert: {@code pending}, {@code firing}, or {@code inactive}. */
    String state(String alert) {
        String state = "inactive";
        for (JsonNode each : ask("/api/v1/alerts").at("/data/alerts")) {
            if (each.at("/labels/alertname").asText().equals(alert) && !state.equals("firing")) {
                state = each.path("state").asText();
            }
        }
        return state;
    }

    private JsonNode ask(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return Json.mapper()
                    .readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException starting) {
            return Json.mapper().createObjectNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Json.mapper().createObjectNode();
        }
    }

    @Override
    public void close() {
        prometheus.close();
    }
}
