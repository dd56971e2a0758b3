package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.parley.multitalk.golden.Golden;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where weights are changes nothing about what is rendered. */
class OffloadPolicyTest {
    private static final Path DIRECTORY = Golden.path("weights");

    @Test
    void whatIsRenderedIsTheSameToTheBit() throws IOException {
        for (Quantization quantization : Quantization.values()) {
            ModelOptions options = ModelOptions.CPU.withQuantization(quantization);
            List<Long> blocks = ModelFiles.in(DIRECTORY).sizes(options).blocks();
            byte[] allResident = render(options);
            assertThat(render(options.withOffload(OffloadPolicy.within(0)))).isEqualTo(allResident);
            assertThat(render(options.withOffload(OffloadPolicy.within(blocks.get(0)))))
                    .isEqualTo(allResident);
            assertThat(render(options.withOffload(OffloadPolicy.within(blocks.get(0) + blocks.get(1)))))
                    .isEqualTo(allResident);
        }
    }

    @Test
    void sizesAreToldFromHeadersAlone() throws IOException {
        ModelFiles files = ModelFiles.in(DIRECTORY);
        ModelSizes floats = files.sizes(ModelOptions.CPU);
        ModelSizes halves = files.sizes(ModelOptions.CPU.withPrecision(Precision.BF16));
        ModelSizes eights = files.sizes(ModelOptions.CPU.withQuantization(Quantization.INT8));

        assertThat(floats.blocks()).hasSize(3);
        assertThat(halves.dit()).isEqualTo(floats.dit() / 2);
        assertThat(halves.vae()).isEqualTo(floats.vae()); // the VAE is always in float32
        assertThat(eights.blocks().get(0))
                .isBetween(floats.blocks().get(0) / 4, floats.blocks().get(0) / 3);
        assertThat(floats.onDevice(OffloadPolicy.ALL)).isEqualTo(floats.total());
        assertThat(floats.onDevice(OffloadPolicy.within(0)))
                .isEqualTo(floats.total()
                        - floats.blocks().get(0)
                        - Math.min(floats.textEncoder(), floats.imageEncoder()));
    }

    private static byte[] render(ModelOptions options) throws IOException {
        try (MultiTalk model = MultiTalk.open(DIRECTORY, options)) {
            List<byte[]> windows = new ArrayList<>();
            model.render(request(), window -> windows.add(window.rgb()));
            return windows.get(0);
        }
    }

    private static VideoRequest request() {
        SizeBuckets sizes =
                SizeBuckets.of(JsonParser.parseString("{\"1.00\": [64, 64]}").getAsJsonObject());
        Settings settings =
                new Settings(Mode.CLIP, 2, 3, GuidanceSettings.projected(1, 2), 0.5, 42, 5, 1, true, sizes, null);
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(5).nextBytes(rgb);
        float[] voice = new float[5 * 640];
        Random random = new Random(6);
        for (int i = 0; i < voice.length; i++) {
            voice[i] = (float) (0.1 * random.nextGaussian());
        }
        return VideoRequest.of(
                new RgbImage(new Size(64, 64), rgb), "a woman sings", Speech.ofPrepared(voice), settings);
    }
}
