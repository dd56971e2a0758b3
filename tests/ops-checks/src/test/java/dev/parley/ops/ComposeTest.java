package dev.parley.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docker-compose.yml is well-formed, and starts what there is. */
class ComposeTest {
    /** What compose 1.27 knows as well as the newest; more is added here when it is used. */
    private static final Set<String> KEYS = Set.of(
            "image",
            "build",
            "command",
            "restart",
            "depends_on",
            "environment",
            "ports",
            "volumes",
            "healthcheck",
            "stop_grace_period");

    /** What only the GPU's worker needs, which compose 1.28 or newer starts. */
    private static final Set<String> GPU_KEYS = Set.of("profiles", "deploy", "mem_limit", "shm_size");

    private static final JsonNode COMPOSE = Repository.yaml("docker-compose.yml");

    record Named(String name, JsonNode service) {
        @Override
        public String toString() {
            return name;
        }

        boolean isOurs() {
            return service.has("build") && !isGpu();
        }

        boolean isGpu() {
            return service.has("profiles");
        }
    }

    static Stream<Named> services() {
        return COMPOSE.get("services").properties().stream().map(entry -> new Named(entry.getKey(), entry.getValue()));
    }

    static Stream<Named> ourServices() {
        return services().filter(Named::isOurs);
    }

    @Test
    void theFarmIsWhole() {
        assertThat(services().map(Named::name))
                .containsExactlyInAnyOrder(
                        "kafka", "store", "ingest", "worker", "worker-gpu", "assembler", "prometheus", "grafana");
        assertThat(ourServices().map(Named::name)).containsExactlyInAnyOrder("ingest", "worker", "assembler");
    }

    @Test
    void nothingIsThereThatAnOldComposeDoesNotKnow() {
        assertThat(names(COMPOSE)).containsExactlyInAnyOrder("x-parley", "x-models", "services", "volumes");
        assertThat(services()).allSatisfy(named -> {
            Set<String> names = names(named.service());
            if (named.isGpu()) {
                names.removeAll(GPU_KEYS);
            }
            assertThat(KEYS).containsAll(names);
        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void anImageIsPinned(Named named) {
        assertThat(named.service().get("image").asText()).matches("[a-z0-9/-]+:v?\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void imagesAreOfTheVersionsThatTheBuildTests() {
        Map<String, String> images = Map.of(
                "kafka", "apache/kafka:" + Repository.setting("parley.kafka.version"),
                "store", "andrewgaul/s3proxy:" + Repository.setting("parley.s3proxy.version"),
                "ingest", "parley/ingest-service:" + Repository.setting("parley.version"),
                "worker", "parley/render-worker:" + Repository.setting("parley.version"),
                "worker-gpu", "parley/render-worker-cuda:" + Repository.setting("parley.version"),
                "assembler", "parley/assembler-service:" + Repository.setting("parley.version"));
        images.forEach((name, image) ->
                assertThat(COMPOSE.at("/services/" + name + "/image").asText()).isEqualTo(image));
    }

    @ParameterizedTest
    @MethodSource("ourServices")
    void aServiceOfOursIsBuiltFromTheDistribution(Named named) {
        JsonNode build = named.service().get("build");
        assertThat(Repository.file(build.get("dockerfile").asText())).isRegularFile();
        String service = build.at("/args/SERVICE").asText();
        assertThat(Repository.file(service).resolve("pom.xml")).isRegularFile();
        assertThat(named.service().get("image").asText()).startsWith("parley/" + service + ":");
    }

    @ParameterizedTest
    @MethodSource("ourServices")
    void aServiceOfOursKnowsBrokerAndStore(Named named) {
        JsonNode environment = named.service().get("environment");
        assertThat(names(environment))
                .contains("PARLEY_KAFKA", "PARLEY_S3_ENDPOINT", "PARLEY_S3_ACCESS_KEY", "PARLEY_S3_SECRET_KEY");
        assertThat(environment.get("PARLEY_KAFKA").asText()).isEqualTo("kafka:9092");
        assertThat(COMPOSE.at("/services/kafka/environment/KAFKA_ADVERTISED_LISTENERS")
                        .asText())
                .contains("FARM://kafka:9092");
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsWaitedForIsThereAndSaysHowItIs(Named named) {
        JsonNode needed = named.service().path("depends_on");
        List<String> neighbors = new ArrayList<>(names(needed));
        needed.elements().forEachRemaining(element -> {
            if (element.isTextual()) {
                neighbors.add(element.asText());
            }
        });
        for (String neighbor : neighbors) {
            assertThat(COMPOSE.at("/services/" + neighbor).isMissingNode())
                    .as(neighbor)
                    .isFalse();
            assertThat(COMPOSE.at("/services/" + neighbor + "/healthcheck/test").isArray())
                    .as("healthcheck of %s", neighbor)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsMountedIsThere(Named named) {
        for (JsonNode volume : named.service().path("volumes")) {
            String source = volume.asText()
                    .replaceFirst("^\\$\\{[A-Z]+:-([^}]*)}", "$1")
                    .split(":")[0];
            if (source.startsWith("./")) {
                assertThat(Repository.file(source)).exists();
            } else {
                assertThat(names(COMPOSE.get("volumes"))).contains(source);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void nothingListensBeyondThisHost(Named named) {
        for (JsonNode port : named.service().path("ports")) {
            assertThat(port.asText()).matches("127\\.0\\.0\\.1:\\d+:\\d+");
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
