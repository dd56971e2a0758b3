package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.reading;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** On a CPU, or by {@code -Dgolden.device=cuda:0} on a GPU. */
class SettledTest {
    private static final Torch TORCH = Torch.open(System.getProperty("golden.device", "cpu"));

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @Test
    void whatIsNotComputedAgainIsTheSameToTheBit() throws Exception {
        Coder encoder = encoder();
        // One frame alone, five slices of the picture, twenty of gray, by which time all layers have settled, and a few
        // more.
        List<NDArray> slices = new ArrayList<>(List.of(random(1, 1)));
        for (int i = 0; i < 5; i++) {
            slices.add(random(4, i));
        }
        for (int i = 0; i < 30; i++) {
            slices.add(gray());
        }
        slices.add(random(4, 7));
        slices.add(random(4, 8));
        for (int i = 0; i < 9; i++) {
            slices.add(gray());
        }
        List<Integer> settled = new ArrayList<>();
        List<float[]> all = encoded(encoder, slices, false, new ArrayList<>());
        List<float[]> once = encoded(encoder, slices, true, settled);
        assertThat(once).usingRecursiveComparison().isEqualTo(all);
        assertThat(settled.subList(0, 7))
                .as("until there are two slices of gray")
                .containsOnly(0);
        assertThat(settled.subList(7, 36)).isSorted();
        assertThat(settled.get(35))
                .as("all layers of a coder")
                .isEqualTo(settled.get(34))
                .isGreaterThan(10);
        // The test sees something: the latents differ until all has settled, and again after the gray.
        assertThat(all.get(12)).isNotEqualTo(all.get(11));
        assertThat(all.get(35)).isEqualTo(all.get(34));
        assertThat(all.get(36)).isNotEqualTo(all.get(35));
    }

    @Test
    void layersSettleOneAfterTheOther() {
        Settled settled = new Settled();
        NDArray first = gray();
        settled.begin(false);
        assertThat(settled.takes(0, 1, first)).isFalse();
        settled.begin(true);
        NDArray second = gray();
        assertThat(settled.takes(0, 1, second)).isTrue();
        assertThat(settled.takes(1, 1, gray()))
                .as("its input is the same from here on")
                .isFalse();
        settled.begin(true);
        assertThat(settled.layers()).isEqualTo(1);
        assertThat(settled.result(first)).isSameAs(second);
        assertThat(settled.takes(1, 1, gray())).isTrue();
        assertThat(settled.takes(2, 0, gray()))
                .as("a layer that looks back nowhere")
                .isTrue();
        settled.begin(false);
        assertThat(settled.layers()).isZero();
        assertThat(settled.result(first)).isSameAs(first);
    }

    private static List<float[]> encoded(Coder encoder, List<NDArray> slices, boolean once, List<Integer> settled) {
        List<float[]> latents = new ArrayList<>();
        try (Stream stream = new Stream()) {
            NDArray before = null;
            for (NDArray slice : slices) {
                boolean again = once && before != null && slice.equals(before);
                latents.add(reading(() -> encoder.forward(slice, again, stream).toFloatArray()));
                settled.add(stream.settled().layers());
                before = slice;
            }
        }
        return latents;
    }

    private static Coder encoder() throws Exception {
        Path checkpoint = Path.of(SettledTest.class
                .getResource("/golden/weights/Wan2.1-I2V-14B-480P/Wan2.1_VAE.pth")
                .toURI());
        Weights weights = Weights.of(Checkpoint.open(checkpoint), TORCH, TorchType.F32);
        return Coder.encoder(weights.at("encoder"), new PlainPixels(weights.kernels(VaeKernels.class)));
    }

    private static NDArray gray() {
        return TORCH.manager().create(new float[4 * 3 * 32 * 40], new Shape(4, 3, 32, 40));
    }

    private static NDArray random(int frames, int seed) {
        Random random = new Random(seed);
        float[] values = new float[frames * 3 * 32 * 40];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.tanh(random.nextGaussian());
        }
        return TORCH.manager().create(values, new Shape(frames, 3, 32, 40));
    }
}
