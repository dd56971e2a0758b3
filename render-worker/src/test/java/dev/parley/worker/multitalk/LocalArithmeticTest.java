package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, as whoever asks runs it. */
class LocalArithmeticTest {
    private record Answer(int exit, JsonNode report) {}

    @TempDir
    Path dir;

    private Answer run(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalArithmetic.class.getName());
        builder.environment().putAll(environment);
        File out = dir.resolve("out.json").toFile();
        Process process = builder.redirectOutput(out)
                .redirectError(dir.resolve("err.txt").toFile())
                .start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Answer(process.exitValue(), Json.mapper().readTree(out));
    }

    @Test
    void aMachineThatIsRightSaysSoAndWhatItTried() throws Exception {
        Answer answer = run(
                Map.of("PARLEY_MODELS", "../models", "PARLEY_MULTITALK_THREADS", "1", "PARLEY_MULTITALK_VAE", "f32"));
        assertThat(answer.report().path("ok").asBoolean())
                .as(answer.report().toString())
                .isTrue();
        assertThat(answer.exit()).isZero();
        assertThat(answer.report().path("device").asText()).isEqualTo("cpu");
        assertThat(answer.report().path("threads").asInt()).isEqualTo(1);
        assertThat(answer.report().path("libtorch").asText()).isNotBlank();
        assertThat(answer.report().path("cpuCapability").asText()).isNotBlank();
        assertThat(answer.report().has("problem")).isFalse();
        assertThat(answer.report().path("checks")).isNotEmpty().allSatisfy(check -> {
            assertThat(check.path("ok").asBoolean()).isTrue();
            assertThat(check.path("type").asText()).isEqualTo("F32");
            assertThat(check.path("operation").asText()).isNotBlank();
            assertThat(check.path("shape").asText()).isNotBlank();
            assertThat(check.path("millis").isNumber()).isTrue();
        });
        assertThat(answer.report().path("checks").toString()).contains("64 to 64 channels, kernel [128]");
    }

    @Test
    void withoutAModelOnlyWhatAnyModelNeedsIsTried() throws Exception {
        Answer answer = run(Map.of("PARLEY_MODELS", dir.toString()));
        assertThat(answer.exit()).isZero();
        assertThat(answer.report().path("checks").toString())
                .contains("convolution")
                .doesNotContain("kernel [128]");
    }

    @Test
    void aDeviceThatIsNotThereIsAProblem() throws Exception {
        Answer answer = run(Map.of("PARLEY_MULTITALK_DEVICE", "cuda:77"));
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.report().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.report().path("device").asText()).isEqualTo("cuda:77");
        assertThat(answer.report().path("problem").asText()).contains("Cannot compute on cuda:77: ");
        assertThat(answer.report().path("checks")).isEmpty();
    }

    @Test
    void settingsThatCannotBeAreAProblem() throws Exception {
        Answer answer = run(Map.of("PARLEY_MULTITALK_VAE_TILE_OVERLAP", "4"));
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.report().path("problem").asText()).contains("parley.multitalk.vae-tile-overlap is 4");
    }
}
