package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of the Grafana boards has an answer, asked of a real Prometheus that watches a real farm and records what our
 * rules say.
 */
@ExtendWith(CommonFarm.class)
class BoardIT {
    private static final Path BOARDS = Distribution.PROJECT.resolve("infra/grafana/boards");
    private static final Path RULES = Distribution.PROJECT.resolve("infra/prometheus/rules.yml");
    /** What stands in the description of a panel that not every farm can fill. */
    private static final String NEEDS = "Empty without: ";

    private static final int PORT = Farm.freePort();

    @TempDir
    Path folder;

    @Test
    void noPanelIsEmptyOnAFarmThatWorks(Farm farm) throws Exception {
        assumeTrue(SampleProgram.isOnPath("prometheus"), "prometheus is not on this machine's path");
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", call -> {
            call.sendResponseHeaders(204, -1);
            call.close();
        });
        receiver.start();
        try (Part prometheus = Part.start("prometheus", folder, prometheus(farm), Map.of())) {
            Api prom = new Api(URI.create("http://127.0.0.1:" + PORT));
            await(prometheus.toString())
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> prom.text("/-/ready").contains("Ready"));
            keepBusy(farm, receiver.getAddress().getPort());
            List<String> empty = new ArrayList<>();
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(3))
                    .untilAsserted(() -> {
                        empty.clear();
                        for (String query : queries()) {
                            if (!hasData(query)) {
                                empty.add(query);
                            }
                        }
                        assertThat(empty).isEmpty();
                    });
        } finally {
            receiver.stop(0);
        }
    }

    /** One job that is rendered and called back for, one that is rejected. */
    private static void keepBusy(Farm farm, int receiverPort) throws Exception {
        Api api = farm.api();
        String picture = api.upload(Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")));
        String voice = api.upload(Recordings.speechLike(5, 16_000));
        String job = api.accepted(
                """
                {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"p","engine":"pantomime","idempotencyKey":"board",
                 "webhook":{"url":"http://127.0.0.1:%d/"}}"""
                        .formatted(picture, voice, receiverPort));
        assertThat(api.submit("{}").status()).isBetween(400, 499);
        assertThat(api.awaitEnd(job, Duration.ofMinutes(10)).path("status").asText())
                .isEqualTo("completed");
    }

    private List<String> prometheus(Farm farm) throws Exception {
        StringBuilder config = new StringBuilder(
                """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                """
                        .formatted(RULES));
        farm.urls()
                .forEach((service, url) -> config.append(
                        """
                  - job_name: %s
                    metrics_path: /q/metrics
                    static_configs: [{targets: ['%s']}]
                """
                                .formatted(service, url.getAuthority())));
        Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
        return List.of(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + PORT);
    }

    private static List<String> queries() throws Exception {
        List<String> queries = new ArrayList<>();
        for (Path board : boards()) {
            for (JsonNode panel : Json.mapper().readTree(board.toFile()).path("panels")) {
                if (!panel.path("description").asText().contains(NEEDS)) {
                    collect(panel, queries);
                }
            }
        }
        assertThat(queries).hasSizeGreaterThan(80);
        return queries;
    }

    private static List<Path> boards() throws IOException {
        try (Stream<Path> files = Files.list(BOARDS)) {
            return files.sorted().toList();
        }
    }

    private static void collect(JsonNode panel, List<String> queries) {
        panel.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    }

    @Test
    void noPanelAsksWhatPrometheusDoesNotUnderstand() throws Exception {
        assumeTrue(SampleProgram.isOnPath("promtool"), "promtool is not on this machine's path");
        StringBuilder rules = new StringBuilder("groups: [{name: boards, rules: [");
        int number = 0;
        for (Path board : boards()) {
            List<String> queries = new ArrayList<>();
            Json.mapper().readTree(board.toFile()).path("panels").forEach(panel -> collect(panel, queries));
            for (String query : queries) {
                rules.append("{record: 'panel:%d', expr: %s},".formatted(number++, Json.write(filled(query))));
            }
        }
        Path file = Files.writeString(folder.resolve("boards.yml"), rules.append("]}]"));
        Process promtool = new ProcessBuilder("promtool", "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    /** With what Grafana fills in. */
    private static String filled(String query) {
        return query.replace("$__rate_interval", "20s")
                .replace("$__range", "5m")
                .replace("$__interval", "5s")
                .replace("$instance", ".*")
                .replace("$price", "1");
    }

    private static boolean hasData(String query) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(PORT, URLEncoder.encode(filled(query), StandardCharsets.UTF_8)));
        JsonNode answer = Json.mapper()
                .readTree(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body());
        return !answer.at("/data/result").isEmpty();
    }
}
