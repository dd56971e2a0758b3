package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus and Grafana ask for what the services export. */
class MonitoringTest {
    private static final JsonNode RULE_TESTS = Repository.yaml("infra/prometheus/rules.test.yml");

    @Test
    void everyMetricInTheRulesIsExported() {
        Set<String> asked = MetricNames.asked(Repository.text("infra/prometheus/rules.yml"));
        // A label of one of them, and the names in the text of the alerts.
        assertThat(asked).isNotEmpty();
        assertThat(MetricNames.exported()).containsAll(asked);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysWhatIsWrongAndWhatToDo(JsonNode rule) {
        String runbook = "docs/runbooks/%s.md".formatted(rule.get("alert").asText());
        assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
        assertThat(rule.at("/annotations/action").asText()).isNotBlank();
        assertThat(rule.at("/annotations/runbook").asText()).isEqualTo(runbook);
        assertThat(rule.at("/labels/severity").asText()).isIn("page", "warn");
        assertThat(Repository.text(runbook)).contains("\n## What it means\n", "\n## How to see\n", "\n## What to do\n");
        assertThat(Repository.text("docs/runbooks/README.md"))
                .contains("| [%1$s](%1$s.md) |".formatted(rule.get("alert").asText()));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertIsTestedFiringAndNotFiring(JsonNode rule) {
        List<JsonNode> tests = new ArrayList<>();
        for (JsonNode group : RULE_TESTS.get("tests")) {
            for (JsonNode test : group.path("alert_rule_test")) {
                if (test.get("alertname").equals(rule.get("alert"))) {
                    tests.add(test.path("exp_alerts"));
                }
            }
        }
        assertThat(tests).anyMatch(expected -> !expected.isEmpty()).anyMatch(JsonNode::isEmpty);
    }

    @Test
    void everyRunbookIsForAnAlert() {
        Set<String> names = new TreeSet<>();
        alerts().forEach(rule -> names.add(rule.get("alert").asText() + ".md"));
        names.add("README.md");
        assertThat(Repository.files("docs/runbooks", ".md"))
                .extracting(page -> page.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(names);
    }

    static Stream<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : Repository.yaml("infra/prometheus/rules.yml").get("groups")) {
            group.get("rules").forEach(rule -> {
                if (rule.has("alert")) {
                    alerts.add(rule);
                }
            });
        }
        assertThat(alerts).hasSizeGreaterThan(20);
        return alerts.stream();
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
        assumeTrue(Repository.isOnPath("promtool"), "promtool is not installed");
        List<String> line = new ArrayList<>(List.of("promtool"));
        line.addAll(List.of(command.split(" ")));
        Process promtool = new ProcessBuilder(line)
                .directory(Repository.file("infra/prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }
}
