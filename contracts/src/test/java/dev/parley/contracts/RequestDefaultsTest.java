package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Quantization;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.contracts.RenderSettings.ApgSettings;
import dev.parley.contracts.RenderSettings.SamplerSettings;
import dev.parley.contracts.RenderSettings.TeaCacheSettings;
import dev.parley.plan.Defaults;
import dev.parley.plan.LoraUse;
import dev.parley.plan.ModelProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestDefaultsTest {
    private static final RequestReader READER = new RequestReader();

    @TempDir
    Path folder;

    @Test
    void makesARequestThatSaysNothingSayEverything() {
        assertThat(fill(Requests.one()))
                .isEqualTo(RenderSettingsBuilder.builder()
                        .tenant("default")
                        .labels(Map.of())
                        .image(Requests.PICTURE)
                        .speakers(List.of(Requests.speaker(Requests.VOICE)))
                        .prompt("A person is talking.")
                        .negativePrompt(Defaults.NEGATIVE_PROMPT)
                        .mode(Mode.STREAMING)
                        .size(Size.MULTITALK_480)
                        .preset("standard")
                        .sampling(new SamplerSettings(40, 7.0, 5.0, 4.0, 42L, 81, 25, true))
                        .loras(List.of())
                        .teaCache(new TeaCacheSettings(false, 0.2))
                        .apg(new ApgSettings(true, -0.75, 55.0))
                        .colorCorrection(1.0)
                        .quantization(Quantization.NONE)
                        .lowVram(false)
                        .audioMix(AudioMix.TOGETHER)
                        .engine(Engine.PANTOMIME)
                        .build());
    }

    @Test
    void leavesWhatIsSaid() {
        ObjectNode full = Json.mapper().valueToTree(Samples.request());
        full.remove(List.of("schemaVersion", "jobId", "idempotencyKey", "webhook"));
        ObjectNode filled = Json.mapper().valueToTree(RequestDefaults.fill(Samples.request(), Engine.MULTITALK));
        assertThat(filled).isEqualTo(full);
    }

    @Test
    void takesTheSamplersFromPresetAndSize() {
        assertThat(fill(Requests.one().put("size", "multitalk-720")).sampling().shift())
                .isEqualTo(11);
        assertThat(fill(Requests.one().put("size", "multitalk-720").put("preset", "fusionx"))
                        .sampling())
                .isEqualTo(new SamplerSettings(8, 2.0, 1.0, 2.0, 42L, 81, 25, true));
        ObjectNode request = Requests.one().put("preset", "lightx2v");
        request.putObject("sampling").put("steps", 6);
        assertThat(fill(request).sampling()).isEqualTo(new SamplerSettings(6, 2.0, 1.0, 2.0, 42L, 81, 25, true));
    }

    @Test
    void aModelsOwnSettingsAreItsStandardPreset() throws IOException {
        ModelProfile model = profile(
                """
                {"frame_num": 45, "motion_frame": 5, "recommended": {"sample_steps": 8, "sample_shift": 3,
                 "text_guide_scale": 1, "audio_guide_scale": 2, "color_correction_strength": 0}}""");
        RenderSettings plain = RequestDefaults.fill(READER.read(Requests.one().toString()), Engine.MULTITALK, model);
        assertThat(plain.sampling()).isEqualTo(new SamplerSettings(8, 3.0, 1.0, 2.0, 42L, 45, 5, true));
        assertThat(plain.colorCorrection()).isZero();

        ObjectNode asked = Requests.one().put("preset", "lightx2v").put("colorCorrection", 0.5);
        RenderSettings fast = RequestDefaults.fill(READER.read(asked.toString()), Engine.MULTITALK, model);
        assertThat(fast.sampling()).isEqualTo(new SamplerSettings(4, 2.0, 1.0, 2.0, 42L, 45, 5, true));
        assertThat(fast.colorCorrection()).isEqualTo(0.5);
    }

    @Test
    void aModelMayKnowBetterWhatAPresetNeeds() throws IOException {
        ModelProfile model = profile(
                """
                {"presets": {"lightx2v": {"sample_steps": 2, "audio_guide_scale": 1, "loras": []}}}""");
        RenderSettings fast = RequestDefaults.fill(
                READER.read(Requests.one().put("preset", "lightx2v").toString()), Engine.MULTITALK, model);
        assertThat(fast.sampling()).isEqualTo(new SamplerSettings(2, 2.0, 1.0, 1.0, 42L, 81, 25, true));
        assertThat(fast.loras()).isEmpty();
    }

    @Test
    void aPresetBringsItsLoraUnlessTheRequestNamesItsOwn() {
        ObjectNode request = Requests.one().put("preset", "fusionx");
        assertThat(fill(request).loras()).containsExactly(new LoraUse("Wan2.1_I2V_14B_FusionX_LoRA", 1.0));
        ObjectNode own = request.deepCopy();
        own.putArray("loras").addObject().put("name", "x.safetensors").put("scale", 0.5);
        assertThat(fill(own).loras()).containsExactly(new LoraUse("x", 0.5));
        ObjectNode none = request.deepCopy();
        none.putArray("loras");
        assertThat(fill(none).loras()).isEmpty();
    }

    @Test
    void guidesProjectedInStreamingOnly() {
        assertThat(fill(Requests.one().put("mode", "clip")).apg().enabled()).isFalse();
        ObjectNode request = Requests.one();
        request.putObject("apg").put("momentum", -0.5);
        assertThat(fill(request).apg()).isEqualTo(new ApgSettings(true, -0.5, 55.0));
    }

    @Test
    void appliesALoraAsItWasMade() {
        ObjectNode request = Requests.one();
        request.putArray("loras").addObject().put("name", "x");
        assertThat(fill(request).loras()).containsExactly(new LoraUse("x", 1.0));
    }

    @Test
    void whatIsFilledInIsARequestThatMeansTheSame() {
        RenderSettings filled = fill(Requests.two());
        RenderRequest again = READER.read(Json.write(filled));
        assertThat(RequestDefaults.fill(again, Engine.MULTITALK)).isEqualTo(filled);
    }

    @Test
    void areThoseThatTheSchemaStates() {
        ObjectNode asked = Requests.one();
        asked.putObject("visibleMark").put("language", "en"); // none by default
        ObjectNode filled = Json.mapper().valueToTree(fill(asked));
        // Says how a request is read and is no part of what was read; UnknownFieldsTest shows its default.
        filled.put("strict", false);
        JsonNode schema = PublishedSchema.RENDER_REQUEST.read();
        compareDefaults(schema, schema, filled, "");
    }

    private static void compareDefaults(JsonNode schema, JsonNode rules, JsonNode filled, String path) {
        for (Map.Entry<String, JsonNode> property : rules.path("properties").properties()) {
            String at = path + "/" + property.getKey();
            JsonNode stated = property.getValue().path("default");
            if (!stated.isMissingNode()) {
                JsonNode value = filled.at(at);
                boolean equal = stated.isNumber() && value.isNumber()
                        ? stated.doubleValue() == value.doubleValue()
                        : stated.equals(value);
                assertThat(equal)
                        .as("%s: %s in the schema, %s filled in", at, stated, value)
                        .isTrue();
            }
            compareDefaults(schema, RequestFields.resolved(schema, property.getValue()), filled, at);
        }
    }

    private ModelProfile profile(String settings) throws IOException {
        Files.writeString(folder.resolve("multitalk_own.json"), settings);
        return ModelProfile.read(folder);
    }

    private static RenderSettings fill(ObjectNode request) {
        return RequestDefaults.fill(READER.read(request.toString()), Engine.PANTOMIME);
    }
}
