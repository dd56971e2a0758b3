package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Finding;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class ModelCheckupTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final String WAN = "multitalk-tiny/Wan2.1-I2V-14B-480P/";

    @TempDir
    static Path models;

    @BeforeAll
    static void aModelToBreak() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(MODELS.resolve("multitalk-tiny"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = models.resolve(MODELS.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    @Test
    void aWholeModelIsGood() {
        Finding finding = look(models);
        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Finding.Verdict.OK);
        assertThat(finding.found()).contains("multitalk-tiny", "MB of weights");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WAN + "config.json",
                WAN + "diffusion_pytorch_model.safetensors",
                WAN + "diffusion_pytorch_model.safetensors.index.json",
                WAN + "models_t5_umt5-xxl-enc-bf16.pth",
                WAN + "models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth",
                WAN + "Wan2.1_VAE.pth",
                WAN + "google/umt5-xxl/tokenizer.json",
                "multitalk-tiny/chinese-wav2vec2-base/config.json",
            })
    void aFileThatIsMissingIsNamed(String file) throws IOException {
        Path missing = models.resolve(file);
        Path aside = Files.move(missing, models.resolve("aside"));
        Finding finding = look(models);
        Files.move(aside, missing);
        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.BAD);
        assertThat(finding.found()).contains(missing.getFileName().toString());
    }

    @Test
    void aDownloadThatBrokeOffIsNamed() throws IOException {
        Path weights = models.resolve(WAN + "diffusion_pytorch_model.safetensors");
        Path whole = Files.copy(weights, models.resolve("whole"));
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1_000);
        }
        Finding finding = look(models);
        Files.move(whole, weights, StandardCopyOption.REPLACE_EXISTING);
        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.BAD);
        assertThat(finding.found()).contains("diffusion_pytorch_model.safetensors", "not within");
    }

    @Test
    void noModelIsToldWithItsSettings() {
        Finding finding = look(models.resolve("nowhere"));
        assertThat(finding.found()).startsWith("no such folder: ");
        assertThat(finding.advice()).contains("PARLEY_MODELS", "--engine pantomime");
    }

    private static Finding look(Path models) {
        return ModelCheckup.look(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("parley.models", models.toString()), "test", 100))
                .addDiscoveredConverters()
                .build());
    }
}
