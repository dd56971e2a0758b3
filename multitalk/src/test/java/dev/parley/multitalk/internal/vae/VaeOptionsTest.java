package dev.parley.multitalk.internal.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the VAE's options cost in accuracy, and that it stops where it is told to. */
class VaeOptionsTest {
    private static final Torch TORCH = Torch.open(System.getProperty("golden.device", "cpu"));
    private static final NDArray LATENT = random(16, 2, 10, 8); // (C, T, h, w)
    private static final NDArray VIDEO = random(3, 5, 80, 64); // (3, F, H, W)

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @Test
    void framesNoLargerThanATileAreTheSameToTheBit() throws Exception {
        Vae whole = vae(TorchType.F32, Tiling.NONE);
        Vae tiled = vae(TorchType.F32, new Tiling(10, 2));
        assertThat(decoded(tiled)).isEqualTo(decoded(whole));
        assertThat(encoded(tiled)).isEqualTo(encoded(whole));
    }

    @Test
    void tilesAreNearTheWhole() throws Exception {
        Vae whole = vae(TorchType.F32, Tiling.NONE);
        Vae tiled = vae(TorchType.F32, new Tiling(8, 3));
        assertThat(error(decoded(whole), decoded(tiled))).isBetween(1e-6, TILED);
        assertThat(error(encoded(whole), encoded(tiled))).isBetween(1e-6, TILED);
    }

    @Test
    void bfloat16IsNearFloat32() throws Exception {
        Vae exact = vae(TorchType.F32, Tiling.NONE);
        Vae rounded = vae(TorchType.BF16, Tiling.NONE);
        assertThat(error(decoded(exact), decoded(rounded))).isBetween(1e-6, ROUNDED);
        assertThat(error(encoded(exact), encoded(rounded))).isBetween(1e-6, ROUNDED);
    }

    @Test
    void whoeverHearsOfASliceMayEndTheWorkAndNothingStays() throws Exception {
        Vae vae = vae(TorchType.F32, Tiling.NONE);
        int before = TORCH.manager().getManagedArrays().size();
        Vae.Slices endsAtTheSecond = (slice, slices) -> {
            assertThat(slices).isEqualTo(2);
            if (slice == 1) {
                throw new CancellationException("enough");
            }
        };
        assertThatThrownBy(() -> vae.decode(LATENT, endsAtTheSecond)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> vae.encode(VIDEO, endsAtTheSecond)).isInstanceOf(CancellationException.class);
        assertThat(TORCH.manager().getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"30, 30, 0", "31, 30, 0 1", "60, 30, 0 15 30", "56, 30, 0 26"})
    void tilesCoverAnAxisAndOverlap(int length, int tile, String expected) {
        List<String> starts = new ArrayList<>();
        for (int start : new Tiles(tile, 4).starts(length)) {
            starts.add(Integer.toString(start));
        }
        assertThat(String.join(" ", starts)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "8, 4", "0, 1"})
    void refusesTilesThatDoNotFit(int tile, int overlap) {
        assertThatThrownBy(() -> new Tiling(tile, overlap)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Of the whole, relative l2: random latents have no large forms, which is where a tile lacks its surroundings most. */
    private static final double TILED = 0.2;

    private static final double ROUNDED = 0.03;

    private static double error(float[] expected, float[] actual) {
        assertThat(actual).hasSameSizeAs(expected);
        double squares = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += Math.pow(actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(squares / norm);
    }

    private static float[] decoded(Vae vae) {
        try (NDArray video = vae.decode(LATENT, Vae.Slices.ignored())) {
            assertThat(video.getShape()).isEqualTo(new Shape(3, 5, 80, 64));
            return video.toFloatArray();
        }
    }

    private static float[] encoded(Vae vae) {
        try (NDArray latent = vae.encode(VIDEO, Vae.Slices.ignored())) {
            assertThat(latent.getShape()).isEqualTo(LATENT.getShape());
            return latent.toFloatArray();
        }
    }

    private static Vae vae(TorchType precision, Tiling tiling) throws Exception {
        Path checkpoint = Path.of(VaeOptionsTest.class
                .getResource("/golden/weights/Wan2.1-I2V-14B-480P/Wan2.1_VAE.pth")
                .toURI());
        return new Vae(Weights.of(Checkpoint.open(checkpoint), TORCH, precision), LatentScale.WAN21, tiling);
    }

    private static NDArray random(long... shape) {
        Random random = new Random(shape[1]);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.tanh(random.nextGaussian());
        }
        return TORCH.manager().create(values, new Shape(shape));
    }
}
