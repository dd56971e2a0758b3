package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpeningTest {
    private static final Path DIRECTORY = Golden.path("weights");

    @Test
    void noModelIsOpenedWhereNumbersAreWrong() {
        Torch rigged = Torch.open("cpu", handler -> (proxy, method, args) -> {
            Object answer = handler.invoke(proxy, method, args);
            return method.getName().equals("convolution") ? ((NDArray) answer).mul(2) : answer;
        });
        assertThatThrownBy(() -> MultiTalk.open(rigged, DIRECTORY, ModelFiles.in(DIRECTORY), ModelOptions.CPU))
                .isInstanceOf(WrongArithmeticException.class)
                .hasMessageContaining(
                        "convolution 3 to 20 channels, kernel [3, 3], stride 1, 1 groups, batch 2 in F32 on cpu")
                .hasMessageContaining("expected");
    }

    @Test
    void aModelTellsWhetherItsFp8WeightsAreWidened() throws IOException {
        try (MultiTalk model = MultiTalk.open(DIRECTORY, ModelOptions.CPU.withQuantization(Quantization.FP8))) {
            assertThat(model.widensFp8()).isTrue(); // no CPU multiplies such floats
        }
        try (MultiTalk model = MultiTalk.open(DIRECTORY, ModelOptions.CPU.withQuantization(Quantization.INT8))) {
            assertThat(model.widensFp8()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(AttentionPrecision.class)
    void aModelTellsWhatItsAttentionMultipliesIn(AttentionPrecision attention) throws IOException {
        ModelOptions asked = ModelOptions.CPU.withPrecision(Precision.BF16).withAttention(attention);
        try (MultiTalk model = MultiTalk.open(DIRECTORY, asked)) {
            // No kernels of our own on a CPU.
            assertThat(model.attentionPrecision()).isEqualTo(AttentionPrecision.MODEL);
        }
    }
}
