package dev.parley.multitalk.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.Torch;
import org.junit.jupiter.api.Test;

class SeamTest {
    @Test
    void whatTheCopyLostComesBackAndFades() {
        try (Torch torch = Torch.open("cpu")) {
            NDManager manager = torch.manager();
            NDArray video = manager.full(new Shape(3, 20, 2, 2), 0.1f);
            NDArray given = manager.full(new Shape(3, 5, 2, 2), 0.28f);
            float[] closed = Seam.close(video, given).toFloatArray();
            assertThat(closed).hasSize(3 * 15 * 4);
            assertThat(closed[0]).isCloseTo(0.26f, within(1e-5f));
            assertThat(closed[7 * 4]).isCloseTo(0.12f, within(1e-5f));
            assertThat(closed[8 * 4]).isCloseTo(0.1f, within(1e-5f));
            assertThat(closed[14 * 4]).isCloseTo(0.1f, within(1e-5f));
        }
    }

    @Test
    void aPerfectCopyNeedsNothing() {
        try (Torch torch = Torch.open("cpu")) {
            NDArray video = torch.manager().arange(0, 108f).reshape(3, 9, 2, 2);
            NDArray given = video.get(":, :5");
            assertThat(Seam.close(video, given)).isEqualTo(video.get(":, 5:"));
        }
    }
}
