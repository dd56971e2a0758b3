package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.VideoRequest;
import dev.parley.multitalk.WindowMemory;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.worker.multitalk.FitPolicy.Weight;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Where jobs of the 14B model stand on cards of real sizes, by the bytes of its layers in bfloat16 and in eight bits. */
class RealSizesTest {
    private static final Size P480 = new Size(640, 640);
    private static final Size P720 = new Size(960, 960);

    /** What nvidia-smi says, in MiB, less one GiB. */
    private static final long L40S = (46_068L - 1024) << 20;

    private static final long RTX_4090 = (24_564L - 1024) << 20;
    private static final long L4 = (23_034L - 1024) << 20;
    private static final long RTX_4080 = (16_376L - 1024) << 20;

    private static FitLevel level(Size video, long there) throws IOException {
        return level(Precision.BF16, video, there);
    }

    private static FitLevel level(Precision precision, Size video, long there) throws IOException {
        Settings settings = new Settings(
                Mode.STREAMING,
                40,
                7,
                GuidanceSettings.plain(5, 4),
                1,
                42,
                81,
                25,
                true,
                SizeBuckets.just(video),
                null);
        VideoRequest request = new VideoRequest(
                new RgbImage(new Size(8, 8), new byte[8 * 8 * 3]),
                "",
                "",
                List.of(Speech.silence(64_320)),
                List.of(),
                settings);
        ModelOptions options = ModelOptions.CPU.withPrecision(precision);
        return new FitPolicy(RealSizesTest::weigh, options, request, List.of(), OptionalLong.empty())
                .highest(FitLevel.ALL, there)
                .level();
    }

    private static Weight weigh(ModelOptions options, VideoRequest request) {
        boolean eightBits = options.quantization() != Quantization.NONE;
        TorchType vae = options.precision().vae();
        ModelSizes sizes = new ModelSizes(
                Collections.nCopies(40, eightBits ? 464_510_976L : 928_324_608L),
                631_109_248L,
                eightBits ? 6_700_000_000L : 11_361_000_000L,
                1_264_000_000L,
                127_000_000L * vae.bytes(),
                380_000_000L);
        WindowMemory window = new WindowMemory(
                new WindowMemory.TransformerMemory(TorchType.BF16, eightBits, 40, 5120, 13_824, 4, 512, 257, 32),
                new WindowMemory.VaeMemory(vae, 96, 8, 4, options.tiling()),
                new WindowMemory.SpeechEncoderMemory(512, 5));
        return new Weight(sizes, window.bytes(request));
    }

    @Test
    void offloadIsEnoughFor720pOnAnL40sAndFor480pOn24Gigabytes() throws IOException {
        assertThat(level(P720, L40S)).isEqualTo(FitLevel.BLOCKS_LEAVE);
        assertThat(level(P480, RTX_4090)).isEqualTo(FitLevel.BLOCKS_LEAVE);
        assertThat(level(P480, L4)).isEqualTo(FitLevel.BLOCKS_LEAVE);
    }

    @Test
    void for720pOn24GigabytesAndFor480pOn16ItTakesTheVaeInBfloat16() throws IOException {
        assertThat(level(P720, RTX_4090)).isEqualTo(FitLevel.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16);
        assertThat(level(P720, L4)).isEqualTo(FitLevel.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16);
        assertThat(level(P480, RTX_4080)).isEqualTo(FitLevel.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16);
        assertThatThrownBy(() -> level(P720, RTX_4080)).isInstanceOf(DoesNotFit.class);
    }

    @Test
    void aWorkerWhoseVaeIsInBfloat16NeedsNoEightBitsFor720pOnA4090() throws IOException {
        assertThat(level(Precision.BF16.withVae(TorchType.BF16), P720, RTX_4090))
                .isEqualTo(FitLevel.BLOCKS_LEAVE);
    }
}
