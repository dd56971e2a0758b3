package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound of any length is computed in stretches, and nobody hears where they meet. */
class SnakeConvolveTest {
    private static final int CHANNELS = 8;

    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource({"1,3,1", "40,11,5", "4096,7,3", "4097,11,5", "9000,3,1", "12288,11,5"})
    void stretchesMakeTheWhole(int length, int kernel, int dilation) throws IOException {
        try (Torch torch = Torch.open("cpu")) {
            KokoroKernels kernels = torch.kernels(KokoroKernels.class);
            NDArray x = random(torch, 1, CHANNELS, length);
            NDArray style = random(torch, 1, 2 * CHANNELS);
            NDArray alpha = random(torch, 1, CHANNELS, 1).abs().add(0.5f);
            NDArray weight = random(torch, CHANNELS, CHANNELS, kernel);
            NDArray bias = random(torch, CHANNELS);
            float[] stretches = reading(() -> kernels.snakeConvolve(x, style, alpha, weight, dilation, bias)
                    .toFloatArray());
            float[] whole = reading(() -> {
                NDArray y = kernels.styled(x, style);
                NDArray snake = y.add(y.mul(alpha).sin().square().div(alpha));
                return kernels.convolve(snake, weight, 1, (kernel - 1L) * dilation / 2, dilation, bias)
                        .toFloatArray();
            });
            assertThat(stretches).hasSameSizeAs(whole);
            for (int i = 0; i < whole.length; i++) {
                assertThat(stretches[i]).as("value %d", i).isCloseTo(whole[i], within(1e-4f));
            }
        }
    }

    private NDArray random(Torch torch, long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return torch.manager().create(values, new Shape(shape));
    }
}
