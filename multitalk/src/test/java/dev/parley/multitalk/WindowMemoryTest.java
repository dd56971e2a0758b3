package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Held against what was measured on an H200 with networks of real width. */
class WindowMemoryTest {
    private static final Settings SETTINGS = new Settings(
            Mode.STREAMING,
            40,
            7,
            GuidanceSettings.plain(5, 4),
            1,
            42,
            81,
            25,
            true,
            SizeBuckets.just(new Size(640, 640)),
            null);

    private static final WindowMemory.VaeMemory VAE = new WindowMemory.VaeMemory(TorchType.F32, 96, 8, 4, Tiling.NONE);
    private static final WindowMemory.SpeechEncoderMemory SPEECH_ENCODER = new WindowMemory.SpeechEncoderMemory(512, 5);

    private static WindowMemory.TransformerMemory dit(int blocks) {
        return new WindowMemory.TransformerMemory(TorchType.BF16, false, blocks, 5120, 13_824, 4, 512, 257, 32);
    }

    private static VideoRequest request(Settings settings, int people, int frames) {
        return new VideoRequest(
                new RgbImage(new Size(8, 8), new byte[8 * 8 * 3]),
                "",
                "",
                Collections.nCopies(people, Speech.silence(frames * FrameRate.SAMPLES_PER_FRAME)),
                List.of(),
                settings);
    }

    @Test
    void twoBlocksOfRealWidth() {
        // 33,600 tokens: 9.06 GB, 2.5 GB of them weights
        double measured = 9.06e9 - 2.5e9;
        double estimated = dit(2).bytes(21 * 80 * 80, 21, 1, SETTINGS);
        assertThat(estimated).isBetween(measured, 1.15 * measured);
    }

    @Test
    void theVae() {
        // 16.5 GB, 127 million weights included
        double measured = 16.5e9 - 127e6 * 4;
        double estimated = VAE.bytes(81, new Size(640, 640));
        assertThat(estimated).isBetween(measured, 1.15 * measured);
    }

    @Test
    void whicheverPhaseTakesTheMost() {
        WindowMemory real = new WindowMemory(dit(40), VAE, SPEECH_ENCODER);
        VideoRequest request = request(SETTINGS, 1, 100);
        assertThat(real.bytes(request)).isEqualTo(VAE.bytes(81, new Size(640, 640)));
        WindowMemory tiles = new WindowMemory(
                dit(40), new WindowMemory.VaeMemory(TorchType.F32, 96, 8, 4, new Tiling(32, 4)), SPEECH_ENCODER);
        assertThat(tiles.bytes(request)).isEqualTo(dit(40).bytes(21 * 80 * 80, 21, 1, SETTINGS));
        int halfAnHour = 30 * 60 * 25;
        assertThat(real.bytes(request(SETTINGS, 1, halfAnHour))).isGreaterThan(40_000_000_000L);
    }

    @Test
    void whatIsHeldBetweenSteps() {
        long plain = dit(40).bytes(21 * 80 * 80, 21, 1, SETTINGS);
        Settings oneP = SETTINGS.withGuidance(GuidanceSettings.plain(1, 4));
        long prompt = plain - dit(40).bytes(21 * 80 * 80, 21, 1, oneP);
        assertThat(prompt).isEqualTo(2L * 40 * 512 * 5120 * 2); // 420 MB
        long voice = dit(40).bytes(21 * 80 * 80, 21, 2, SETTINGS) - plain;
        assertThat(voice).isEqualTo(2L * 40 * 21 * 32 * 5120 * 2); // 550 MB
        Settings teaCache = SETTINGS.withTeaCache(new TeaCache(0.2, TeaCache.Fit.P480));
        long residuals = dit(40).bytes(21 * 80 * 80, 21, 1, teaCache) - plain;
        assertThat(residuals).isEqualTo(3L * 33_600 * 5120 * 2);
    }

    @Test
    void sizesAreReadFromHeaders() throws IOException {
        ModelFiles files = ModelFiles.in(Path.of("../models/multitalk-tiny"));
        ModelOptions int8 = ModelOptions.CPU.withPrecision(Precision.BF16).withQuantization(Quantization.INT8);
        WindowMemory tiny = files.windowMemory(int8);
        assertThat(tiny.transformer())
                .isEqualTo(new WindowMemory.TransformerMemory(TorchType.BF16, true, 6, 256, 768, 4, 128, 257, 8));
        assertThat(tiny.vae().pixelsPerLatent()).isEqualTo(8);
        assertThat(tiny.vae().framesPerLatent()).isEqualTo(4);
        assertThat(tiny.vae().type()).isEqualTo(TorchType.F32);
        assertThat(tiny.speechEncoder().stride()).isEqualTo(5);
    }

    @Test
    void encodersThatLeaveHaveLeftWhenAWindowTakesTheMost() {
        ModelSizes sizes = new ModelSizes(List.of(10L, 10L, 10L), 5, 40, 7, 3, 2);
        assertThat(sizes.onDevice(OffloadPolicy.ALL, 100)).isEqualTo(30 + 5 + 47 + 3 + 2 + 100);
        assertThat(sizes.onDevice(OffloadPolicy.within(0), 100)).isEqualTo(20 + 5 + 3 + 2 + 100);
        assertThat(sizes.onDevice(OffloadPolicy.within(0), 1)).isEqualTo(20 + 5 + 40 + 3 + 2);
    }
}
