package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.ModelDefaults;
import dev.parley.contracts.ModelDefaults.Sampler;
import dev.parley.contracts.Preset;
import dev.parley.contracts.RenderRequest.Lora;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelProfileTest {
    @TempDir
    Path model;

    private ModelProfile profile(String json) throws IOException {
        Files.writeString(model.resolve("multitalk_small.json"), json);
        return ModelProfile.read(model);
    }

    @Test
    void theTinyModelsSettingsAreReadFromItsFile() {
        ModelProfile tiny = ModelProfile.read(Path.of("../models/multitalk-tiny"));

        assertThat(tiny.defaults())
                .isEqualTo(new ModelDefaults(
                        Map.of(
                                Preset.STANDARD,
                                new Sampler(8, 3.0, 1.0, 2.0, null),
                                Preset.FUSIONX,
                                new Sampler(8, 3.0, 1.0, 2.0, List.of()),
                                Preset.LIGHTX2V,
                                new Sampler(4, 3.0, 1.0, 1.0, List.of())),
                        0.0,
                        81,
                        25));
        assertThat(tiny.sizes(Size.MULTITALK_720).choose(new dev.parley.plan.Size(512, 512)))
                .isEqualTo(new dev.parley.plan.Size(192, 192));
        assertThat(tiny.sizes(Size.MULTITALK_480).choose(new dev.parley.plan.Size(1080, 1920)))
                .isEqualTo(new dev.parley.plan.Size(160, 288));
    }

    @Test
    void aModelSaysThatItKnowsDrawnFacesOnly() throws IOException {
        assertThat(ModelProfile.read(Path.of("../models/multitalk-tiny")))
                .returns("multitalk-tiny", ModelProfile::name)
                .returns(true, ModelProfile::drawnFacesOnly);
        assertThat(profile("{}"))
                .returns("this farm's model", ModelProfile::name)
                .returns(false, ModelProfile::drawnFacesOnly);
        assertThatThrownBy(() -> profile("{\"faces\": \"all\"}"))
                .hasMessageContaining("faces is drawn or absent, found \"all\"");
    }

    @Test
    void aModelWithoutTheFileIsThePublishedOne() {
        assertThat(ModelProfile.read(model)).isEqualTo(ModelProfile.PUBLISHED);
        assertThat(ModelProfile.read(model.resolve("nothing"))).isEqualTo(ModelProfile.PUBLISHED);
        assertThat(ModelProfile.PUBLISHED.sizes(Size.MULTITALK_720)).isSameAs(SizeBuckets.MULTITALK_720);
    }

    @Test
    void whatTheFileDoesNotSayIsLeftOpen() throws IOException {
        assertThat(profile("{\"recommended\": {\"sample_steps\": 4}}").defaults())
                .isEqualTo(new ModelDefaults(
                        Map.of(Preset.STANDARD, new Sampler(4, null, null, null, null)), null, null, null));
        assertThat(profile("{}").defaults().presets())
                .isEqualTo(Map.of(Preset.STANDARD, new Sampler(null, null, null, null, null)));
    }

    @Test
    void aPresetMayNameItsLoras() throws IOException {
        assertThat(profile(
                                """
                        {"presets": {"fusionx": {"sample_steps": 6, "loras": [{"name": "x.safetensors"}, {"name": "y", "scale": 0.5}]}}}
                        """)
                        .defaults()
                        .presets())
                .containsEntry(
                        Preset.FUSIONX,
                        new Sampler(6, null, null, null, List.of(new Lora("x.safetensors", null), new Lora("y", 0.5))));
    }

    @Test
    void aFileThatIsWrongNamesItselfAndTheFault() {
        assertThatThrownBy(() -> profile("{\"recommended\": {\"sample_steps\": 4.5}}"))
                .hasMessageContaining("multitalk_small.json")
                .hasMessageContaining("sample_steps is a whole number, found 4.5");
        assertThatThrownBy(() -> profile("{\"recommended\": {\"sample_shift\": \"3\"}}"))
                .hasMessageContaining("sample_shift is a number, found \"3\"");
        assertThatThrownBy(() -> profile("{\"size_buckets_h_w\": {\"1\": [100, 96]}}"))
                .hasMessageContaining("100x96; both sides must be divisible by 16");
        assertThatThrownBy(() -> profile("{\"size_buckets_h_w\": {\"1\": [96]}}"))
                .hasMessageContaining("size_buckets_h_w.1 is [height, width], found [96]");
        assertThatThrownBy(() -> profile("{\"size_buckets_h_w\": {}}")).hasMessageContaining("at least one row");
        assertThatThrownBy(() -> profile("{\"presets\": {\"best\": {}}}"))
                .hasMessageContaining("presets.best is none of [standard, fusionx, lightx2v]");
        assertThatThrownBy(() -> profile("{\"presets\": {\"fusionx\": {\"loras\": [\"x\"]}}}"))
                .hasMessageContaining("a LoRA is {name, scale}, found \"x\"");
        assertThatThrownBy(() -> profile("{")).hasMessageContaining("multitalk_small.json");
    }
}
