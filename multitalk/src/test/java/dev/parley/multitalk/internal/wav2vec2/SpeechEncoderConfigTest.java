package dev.parley.multitalk.internal.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechEncoderConfigTest {
    private static final String BASE = "\"conv_stride\":[5,2],\"num_attention_heads\":12,"
            + "\"num_conv_pos_embedding_groups\":16,\"layer_norm_eps\":1e-5";

    @TempDir
    Path folder;

    private SpeechEncoderConfig read(String json) throws IOException {
        return SpeechEncoderConfig.read(Files.writeString(folder.resolve("config.json"), json));
    }

    @Test
    void readsWhatShapesDoNotTell() throws IOException {
        SpeechEncoderConfig config = read("{" + BASE + ",\"hidden_act\":\"gelu\",\"_name_or_path\":\"x\"}");
        assertThat(config.strides()).containsExactly(5L, 2L);
        assertThat(config.heads()).isEqualTo(12);
        assertThat(config.positionGroups()).isEqualTo(16);
        assertThat(config.eps()).isEqualTo(1e-5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"do_stable_layer_norm\":true",
                "\"feat_extract_norm\":\"layer\"",
                "\"hidden_act\":\"relu\"",
                "\"conv_bias\":true"
            })
    void refusesAnotherKindOfNetwork(String option) {
        assertThatThrownBy(() -> read("{" + BASE + "," + option + "}"))
                .hasMessageContaining("other than the base kind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "no json", "{\"conv_stride\":[5]}"})
    void refusesAFileThatIsNoConfiguration(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config.json");
    }
}
