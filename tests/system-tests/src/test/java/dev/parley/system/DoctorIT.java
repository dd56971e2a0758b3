package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./parley doctor} on a machine that can build Parley, and with a little missing. */
class DoctorIT {
    @TempDir
    Path folder;

    @Test
    void aMachineThatHasAllIsToldSo() throws Exception {
        Map<String, String> verdicts = new HashMap<>();
        JsonNode report = doctor(0, Map.of(), "");
        report.path("findings")
                .forEach(finding -> verdicts.put(
                        finding.path("subject").asText(),
                        finding.path("verdict").asText()));
        assertThat(verdicts)
                .containsKeys(
                        "java",
                        "text",
                        "memory",
                        "data",
                        "libraries",
                        "temporary",
                        "ports",
                        "gpu",
                        "libtorch",
                        "voices",
                        "codecs")
                .containsEntry("text", "ok")
                .containsEntry("model", "ok")
                .containsEntry("broker", "ok")
                .containsEntry("store", "ok")
                .doesNotContainValue("bad");
        try (var left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).as("what it left behind").isEmpty();
        }
    }

    @Test
    void whatIsMissingIsNamedWithWhatToDo() throws Exception {
        Files.createDirectories(folder.resolve("models/multitalk-tiny/Wan2.1-I2V-14B-480P"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = Map.of(
                    "PARLEY_MODELS", folder.resolve("models").toString(),
                    "PARLEY_KAFKA", "127.0.0.1:1",
                    "PARLEY_S3_ENDPOINT", "http://127.0.0.1:1",
                    "LC_ALL", "C");
            JsonNode report = doctor(1, environment, "--port " + taken.getLocalPort());
            assertThat(found(report, "text")).contains("UTF-8");
            assertThat(found(report, "model")).contains("safetensors.index.json", "docs/multitalk.md");
            assertThat(found(report, "broker")).contains("127.0.0.1:1", "PARLEY_KAFKA");
            assertThat(found(report, "store")).contains("PARLEY_S3_ACCESS_KEY");
            assertThat(found(report, "ports")).contains("is in use by another program");
        }
    }

    private JsonNode doctor(int exit, Map<String, String> environment, String options) throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path report = folder.resolve("report.json");
        Map<String, String> all = new HashMap<>(environment);
        // Of every JVM in it.
        all.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        Cli cli = Cli.shell(
                folder,
                all,
                "'%s/parley' doctor --json --data data %s > %s".formatted(Distribution.PROJECT, options, report));
        assertThat(cli.exit())
                .as(() -> cli.output() + contentOf(report.toFile()))
                .isEqualTo(exit);
        return Json.mapper().readTree(report.toFile());
    }

    private static String found(JsonNode report, String subject) {
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("subject").asText().equals(subject)) {
                return finding.toString();
            }
        }
        throw new AssertionError("nothing of " + subject + ": " + report);
    }
}
