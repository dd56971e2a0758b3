package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.RenderRequest.Apg;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Quantization;
import dev.parley.contracts.RenderRequest.Sampling;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.contracts.RenderRequest.TeaCache;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestDefaultsTest {
    private static final RequestReader READER = new RequestReader();

    @Test
    void makesARequestThatSaysNothingSayEverything() {
        RenderRequest filled = fill(Requests.one());
        assertThat(filled)
                .isEqualTo(new RenderRequest(
                        1,
                        null,
                        null,
                        "default",
                        Map.of(),
                        Requests.PICTURE,
                        List.of(Requests.speaker(Requests.VOICE)),
                        "A person is talking.",
                        RequestDefaults.NEGATIVE_PROMPT,
                        Mode.STREAMING,
                        Size.MULTITALK_480,
                        Preset.STANDARD,
                        new Sampling(40, 7.0, 5.0, 4.0, 42L, 81, 25, true),
                        List.of(),
                        new TeaCache(false, 0.2),
                        new Apg(true, -0.75, 55.0),
                        1.0,
                        Quantization.NONE,
                        false,
                        null,
                        AudioMix.TOGETHER,
                        Engine.PANTOMIME,
                        null));
    }

    @Test
    void leavesWhatIsSaid() {
        RenderRequest full = Samples.request();
        assertThat(RequestDefaults.fill(full, Engine.MULTITALK)).isEqualTo(full);
    }

    @Test
    void takesTheSamplersFromPresetAndSize() {
        assertThat(fill(Requests.one().put("size", "multitalk-720")).sampling().shift())
                .isEqualTo(11);
        assertThat(fill(Requests.one().put("size", "multitalk-720").put("preset", "fusionx"))
                        .sampling())
                .isEqualTo(new Sampling(8, 2.0, 1.0, 2.0, 42L, 81, 25, true));
        ObjectNode request = Requests.one().put("preset", "lightx2v");
        request.putObject("sampling").put("steps", 6);
        assertThat(fill(request).sampling()).isEqualTo(new Sampling(6, 2.0, 1.0, 2.0, 42L, 81, 25, true));
    }

    @Test
    void aModelsOwnSettingsAreItsStandardPreset() {
        ModelDefaults model = new ModelDefaults(
                Map.of(Preset.STANDARD, new ModelDefaults.Sampler(8, 3.0, 1.0, 2.0, null)), 0.0, 45, 5);
        RenderRequest plain = RequestDefaults.fill(READER.read(Requests.one().toString()), Engine.MULTITALK, model);
        assertThat(plain.sampling()).isEqualTo(new Sampling(8, 3.0, 1.0, 2.0, 42L, 45, 5, true));
        assertThat(plain.colorCorrection()).isZero();

        ObjectNode asked = Requests.one().put("preset", "lightx2v").put("colorCorrection", 0.5);
        RenderRequest fast = RequestDefaults.fill(READER.read(asked.toString()), Engine.MULTITALK, model);
        assertThat(fast.sampling()).isEqualTo(new Sampling(4, 2.0, 1.0, 2.0, 42L, 45, 5, true));
        assertThat(fast.colorCorrection()).isEqualTo(0.5);
    }

    @Test
    void aModelMayKnowBetterWhatAPresetNeeds() {
        ModelDefaults model = new ModelDefaults(
                Map.of(Preset.LIGHTX2V, new ModelDefaults.Sampler(2, null, null, 1.0, List.of())), null, null, null);
        RenderRequest fast = RequestDefaults.fill(
                READER.read(Requests.one().put("preset", "lightx2v").toString()), Engine.MULTITALK, model);
        assertThat(fast.sampling()).isEqualTo(new Sampling(2, 2.0, 1.0, 1.0, 42L, 81, 25, true));
        assertThat(fast.loras()).isEmpty();
    }

    @Test
    void aPresetBringsItsLoraUnlessTheRequestNamesItsOwn() {
        ObjectNode request = Requests.one().put("preset", "fusionx");
        assertThat(fill(request).loras()).containsExactly(new RenderRequest.Lora("Wan2.1_I2V_14B_FusionX_LoRA", 1.0));
        ObjectNode own = request.deepCopy();
        own.putArray("loras").addObject().put("name", "x.safetensors").put("scale", 0.5);
        assertThat(fill(own).loras()).containsExactly(new RenderRequest.Lora("x", 0.5));
        ObjectNode none = request.deepCopy();
        none.putArray("loras");
        assertThat(fill(none).loras()).isEmpty();
    }

    @Test
    void guidesProjectedInStreamingOnly() {
        assertThat(fill(Requests.one().put("mode", "clip")).apg().enabled()).isFalse();
        ObjectNode request = Requests.one();
        request.putObject("apg").put("momentum", -0.5);
        assertThat(fill(request).apg()).isEqualTo(new Apg(true, -0.5, 55.0));
    }

    @Test
    void appliesALoraAsItWasMade() {
        ObjectNode request = Requests.one();
        request.putArray("loras").addObject().put("name", "x");
        assertThat(fill(request).loras()).containsExactly(new RenderRequest.Lora("x", 1.0));
    }

    @Test
    void aFilledRequestIsSoundAndStaysAsItIs() {
        RenderRequest filled = fill(Requests.two());
        assertThat(READER.read(Json.write(filled))).isEqualTo(filled);
        assertThat(RequestDefaults.fill(filled, Engine.MULTITALK)).isEqualTo(filled);
    }

    @Test
    void areThoseThatTheSchemaStates() {
        ObjectNode filled = Json.mapper().valueToTree(fill(Requests.one()));
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

    private static RenderRequest fill(ObjectNode request) {
        return RequestDefaults.fill(READER.read(request.toString()), Engine.PANTOMIME);
    }
}
