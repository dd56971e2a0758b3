package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus and Grafana ask for what the services export. */
class MonitoringTest {
    @Test
    void everyMetricOnTheBoardIsExported() {
        List<String> queries =
                Repository.json("infra/grafana/parley-overview.json").findValuesAsText("expr");
        assertThat(queries).hasSizeGreaterThan(20);
        assertThat(MetricNames.exported()).containsAll(MetricNames.asked(String.join("\n", queries)));
    }

    @Test
    void everyMetricInTheRulesIsExported() {
        Set<String> asked = MetricNames.asked(Repository.text("infra/prometheus/rules.yml"));
        // A label of one of them, and the names in the text of the alerts.
        assertThat(asked).isNotEmpty();
        assertThat(MetricNames.exported()).containsAll(asked);
    }

    @Test
    void everyAlertSaysWhatIsWrongAndWhatToDoAndIsTested() {
        JsonNode rules = Repository.yaml("infra/prometheus/rules.yml").at("/groups/0/rules");
        String tests = Repository.text("infra/prometheus/rules.test.yml");
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/action").asText()).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "warn");
            assertThat(tests).contains("alertname: " + rule.get("alert").asText());
        });
    }

    @Test
    void panelsDoNotOverlapAndHaveAnIdOfTheirOwn() {
        Set<String> cells = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel :
                Repository.json("infra/grafana/parley-overview.json").get("panels")) {
            assertThat(ids.add(panel.get("id").asInt()))
                    .as(panel.get("title").asText())
                    .isTrue();
            JsonNode at = panel.get("gridPos");
            for (int x = 0; x < at.get("w").asInt(); x++) {
                for (int y = 0; y < at.get("h").asInt(); y++) {
                    String cell = (at.get("x").asInt() + x) + "," + (at.get("y").asInt() + y);
                    assertThat(cells.add(cell))
                            .as("%s at %s", panel.get("title"), cell)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scrapes")
    void prometheusScrapesServicesThatRunWhereItLooks(JsonNode scrape) {
        JsonNode target = scrape.at("/dns_sd_configs/0");
        JsonNode service = Repository.yaml("docker-compose.yml")
                .at("/services/" + target.at("/names/0").asText());
        assertThat(service.at("/environment/PARLEY_HTTP_PORT").asText())
                .isEqualTo(target.get("port").asText());
        assertThat(service.at("/build/args/SERVICE").asText())
                .isEqualTo(scrape.get("job_name").asText());
        assertThat(scrape.get("metrics_path").asText()).isEqualTo("/q/metrics");
    }

    static Stream<JsonNode> scrapes() {
        List<JsonNode> scrapes = new ArrayList<>();
        Repository.yaml("infra/prometheus/prometheus.yml").get("scrape_configs").forEach(scrapes::add);
        assertThat(scrapes).hasSize(3);
        return scrapes.stream();
    }

    /** Where promtool is installed; it is part of Debian's prometheus and of the prom/prometheus image. */
    @ParameterizedTest
    @ValueSource(strings = {"check config prometheus.yml", "check rules rules.yml", "test rules rules.test.yml"})
    void promtoolAgrees(String command) throws Exception {
        assumeTrue(isOnPath("promtool"), "promtool is not installed");
        List<String> line = new ArrayList<>(List.of("promtool"));
        line.addAll(List.of(command.split(" ")));
        Process promtool = new ProcessBuilder(line)
                .directory(Repository.file("infra/prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }
}
