package dev.parley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

        assertThat(tiny.presets().all())
                .extracting(Preset::name, Preset::steps, preset -> preset.shift("multitalk-720"))
                .containsExactly(tuple("standard", 4, 3.0), tuple("fusionx", 8, 3.0), tuple("lightx2v", 4, 3.0));
        assertThat(tiny.presets().all())
                .extracting(Preset::textGuidance, Preset::audioGuidance, Preset::loras)
                .containsExactly(tuple(1.0, 1.0, List.of()), tuple(1.0, 2.0, List.of()), tuple(1.0, 1.0, List.of()));
        assertThat(tiny)
                .returns(0.0, ModelProfile::colorCorrection)
                .returns(81, ModelProfile::framesPerWindow)
                .returns(13, ModelProfile::motionFrames);
        assertThat(tiny.sizes("multitalk-720").choose(new Size(512, 512))).isEqualTo(new Size(192, 192));
        assertThat(tiny.sizes("multitalk-480").choose(new Size(1080, 1920))).isEqualTo(new Size(160, 288));
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
        assertThat(ModelProfile.PUBLISHED.sizes("multitalk-720")).isSameAs(SizeBuckets.MULTITALK_720);
    }

    @Test
    void whatTheFileLeavesOpenIsAsPublished() throws IOException {
        Preset published = Presets.PUBLISHED.standard();
        assertThat(profile("{\"recommended\": {\"sample_steps\": 4}}").presets().standard())
                .isEqualTo(new Preset(
                        "standard",
                        published.description(),
                        4,
                        published.shifts(),
                        published.textGuidance(),
                        published.audioGuidance(),
                        published.loras()));
        assertThat(profile("{}").presets().all()).isEqualTo(Presets.PUBLISHED.all());
    }

    @Test
    void aPresetMayNameItsLoras() throws IOException {
        Preset fusionx = profile(
                        """
                        {"presets": {"fusionx": {"sample_steps": 6, "loras": [{"name": "x.safetensors"}, {"name": "y", "scale": 0.5}]}}}
                        """)
                .presets()
                .find("fusionx")
                .orElseThrow();
        assertThat(fusionx.steps()).isEqualTo(6);
        assertThat(fusionx.loras()).containsExactly(new LoraUse("x", 1), new LoraUse("y", 0.5));
    }

    @Test
    void aModelMayHavePresetsOfItsOwn() throws IOException {
        ModelProfile own = profile(
                """
                {"recommended": {"sample_steps": 8}, "presets": {"draft": {"description": "For a first look.",
                 "sample_steps": 2, "sample_shift": {"multitalk-480": 3, "multitalk-720": 5}}}}""");
        assertThat(own.presets().names()).containsExactly("standard", "fusionx", "lightx2v", "draft");
        Preset draft = own.presets().find("draft").orElseThrow();
        assertThat(draft)
                .returns("For a first look.", Preset::description)
                .returns(2, Preset::steps)
                .returns(5.0, Preset::textGuidance);
        assertThat(draft.shift("multitalk-480")).isEqualTo(3);
        assertThat(draft.shift("multitalk-720")).isEqualTo(5);
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
        assertThatThrownBy(() -> profile("{\"presets\": {\"Best!\": {}}}"))
                .hasMessageContaining("a preset's name is 1 to 64 of a-z, 0-9, '.', '_' and '-', found 'Best!'");
        assertThatThrownBy(() -> profile("{\"presets\": {\"fusionx\": {\"sample_steps\": 0}}}"))
                .hasMessageContaining("fusionx: sample_steps is at least 1, found 0");
        assertThatThrownBy(() -> profile("{\"recommended\": {\"sample_shift\": {\"multitalk-480\": 3}}}"))
                .hasMessageContaining("standard: sample_shift is for each of [multitalk-480, multitalk-720]");
        assertThatThrownBy(() -> profile("{\"frame_num\": 80}")).hasMessageContaining("4n+1");
        assertThatThrownBy(() -> profile("[]")).hasMessageContaining("it is no JSON object");
        assertThatThrownBy(() -> profile("{\"presets\": {\"fusionx\": {\"loras\": [\"x\"]}}}"))
                .hasMessageContaining("a LoRA is {name, scale}, found \"x\"");
        assertThatThrownBy(() -> profile("{")).hasMessageContaining("multitalk_small.json");
    }
}
