package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbilitiesTest {
    @TempDir
    Path models;

    private ModelFolder folder;

    @BeforeEach
    void twoLoras() throws IOException {
        Path loras = Files.createDirectories(models.resolve("m/loras"));
        Files.createFile(loras.resolve("smile.safetensors"));
        Files.createFile(loras.resolve("frown.v2.safetensors"));
        Files.createFile(loras.resolve("notes.txt"));
        Files.createDirectory(loras.resolve("folder.safetensors"));
        Files.createFile(models.resolve("m/secret.safetensors"));
        folder = new ModelFolder(models, "m");
    }

    private List<Violation> check(String request) {
        return check(request, Engine.MULTITALK);
    }

    private List<Violation> check(String request, Engine engine) {
        RenderRequest asked = Json.read(request, RenderRequest.class);
        List<Violation> faults = new ArrayList<>();
        new Abilities(folder).check(asked, RequestDefaults.fill(asked, engine), faults);
        return faults;
    }

    @Test
    void theCatalogIsTheFilesOfTheFolder() {
        assertThat(folder.loras()).containsExactly("frown.v2", "smile");
        assertThat(folder.lora("smile")).isEqualTo(models.toAbsolutePath().resolve("m/loras/smile.safetensors"));
        assertThat(new ModelFolder(models, "none").loras()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "grin", "", "folder", "/etc/passwd", "smile.safetensors"})
    void whatIsNotInTheCatalogHasNoFile(String name) {
        assertThatThrownBy(() -> folder.lora(name))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("has no LoRA '%s', it has [frown.v2, smile]".formatted(name));
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThat(check("{\"speakers\":[{}],\"loras\":[{\"name\":\"smile.safetensors\"},{\"name\":\"grin\"}]}"))
                .containsExactly(new Violation(
                        "loras[1].name", "unknown-lora", "found 'grin', this farm's model has [frown.v2, smile]"));
    }

    @Test
    void aPresetWithoutItsLoraIsRefused() throws IOException {
        String request = "{\"speakers\":[{}],\"preset\":\"fusionx\"}";
        assertThat(check(request))
                .containsExactly(new Violation(
                        "preset",
                        "unknown-lora",
                        "fusionx needs the LoRA 'Wan2.1_I2V_14B_FusionX_LoRA', this farm's model has [frown.v2, smile];"
                                + " specify another one in loras"));
        Files.createFile(models.resolve("m/loras/Wan2.1_I2V_14B_FusionX_LoRA.safetensors"));
        assertThat(check(request)).isEmpty();
    }

    @Test
    void teaCacheNeedsStepsToLeaveOut() {
        String request = "{\"speakers\":[{}],\"teaCache\":{\"enabled\":true},\"sampling\":{\"steps\":%d}}";
        assertThat(check(request.formatted(6))).isEmpty();
        assertThat(check(request.formatted(5)))
                .containsExactly(
                        new Violation("teaCache.enabled", "no-use", "found 5 steps, the first 5 are always computed"));
    }

    @Test
    void weightsAreHeldInEightBitsOrNot() {
        assertThat(check("{\"speakers\":[{}],\"quantization\":\"int8\",\"lowVram\":true}"))
                .isEmpty();
        assertThat(check("{\"speakers\":[{}],\"quantization\":\"fp8\"}")).isEmpty();
    }

    @Test
    void pantomimeNeedsNone() {
        assertThat(check("{\"speakers\":[{}],\"preset\":\"fusionx\"}", Engine.PANTOMIME))
                .isEmpty();
    }
}
