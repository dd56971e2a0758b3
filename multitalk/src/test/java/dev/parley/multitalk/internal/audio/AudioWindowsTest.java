package dev.parley.multitalk.internal.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import org.junit.jupiter.api.Test;

class AudioWindowsTest {
    @Test
    void theEndsStandInForWhatLiesBeyondThem() {
        assertThat(AudioWindows.indices(0, 2, 5, 100)).containsExactly(0, 0, 0, 1, 2, 0, 0, 1, 2, 3);
        assertThat(AudioWindows.indices(98, 3, 5, 100))
                .containsExactly(96, 97, 98, 99, 99, 97, 98, 99, 99, 99, 98, 99, 99, 99, 99);
    }

    @Test
    void windowsHoldTheFeaturesOfTheirFrames() {
        try (Torch torch = Torch.open("cpu")) {
            NDArray embedding = torch.manager().arange(0, 24f).reshape(new Shape(4, 3, 2)); // 4 frames
            NDArray windows =
                    AudioWindows.of(torch.kernels(CoreKernels.class), embedding, new long[] {0, 1, 2, 3}, 1, 3, 3);
            assertThat(windows.getShape()).isEqualTo(new Shape(3, 3, 3, 2));
            assertThat(windows.get(2).get(0).toFloatArray()).containsExactly(12, 13, 14, 15, 16, 17); // frame 2
            assertThat(windows.get(2).get(2)).isEqualTo(embedding.get(3)); // for frame 4, which there is not
        }
    }

    @Test
    void aVoiceThatIsHeardInAnotherOrderIsGatheredInThatOrder() {
        try (Torch torch = Torch.open("cpu")) {
            CoreKernels core = torch.kernels(CoreKernels.class);
            NDArray embedding = torch.manager().arange(0, 24f).reshape(new Shape(4, 3, 2));
            long[] mirrored = {0, 1, 2, 3, 3, 2};
            NDArray whole = core.rows(embedding, mirrored);
            assertThat(AudioWindows.of(core, embedding, mirrored, 2, 4, 3))
                    .isEqualTo(AudioWindows.of(core, whole, new long[] {0, 1, 2, 3, 4, 5}, 2, 4, 3));
        }
    }

    @Test
    void aWindowHasAMiddle() {
        assertThatThrownBy(() -> AudioWindows.indices(0, 1, 4, 10)).hasMessageContaining("odd");
        assertThatThrownBy(() -> AudioWindows.indices(0, 1, 5, 0)).hasMessageContaining("5 of 0");
    }
}
