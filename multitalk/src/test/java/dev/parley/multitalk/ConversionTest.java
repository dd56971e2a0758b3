package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.internal.checkpoint.SafetensorsFile;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On multitalk-tiny: what was converted is opened, and renders what it should. */
class ConversionTest {
    private static final Path TINY = Path.of("../models/multitalk-tiny");
    private static final String WAN = "Wan2.1-I2V-14B-480P";
    private static final Size VIDEO = new Size(64, 64);
    private static final List<String> PICKLES =
            List.of("Wan2.1_VAE", "models_t5_umt5-xxl-enc-bf16", "models_clip_open-clip-xlm-roberta-large-vit-huge-14");

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void aModelOfLinks() throws IOException {
        model = folder.resolve("model");
        Path wan = Files.createDirectories(model.resolve(WAN));
        try (Stream<Path> files = Files.list(TINY.resolve(WAN))) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(wan.resolve(file.getFileName()), file.toAbsolutePath());
            }
        }
        Files.createSymbolicLink(
                model.resolve("chinese-wav2vec2-base"),
                TINY.resolve("chinese-wav2vec2-base").toAbsolutePath());
    }

    private byte[] render(ModelOptions options) throws IOException {
        try (MultiTalk open = MultiTalk.open(model, options)) {
            GuidanceSettings guidance = new GuidanceSettings(1, 2, null);
            Settings settings =
                    new Settings(Mode.CLIP, 2, 3, guidance, 0, 1, 5, 1, false, SizeBuckets.just(VIDEO), null);
            byte[] picture = new byte[64 * 64 * 3];
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (byte) (i * 7 % 251);
            }
            float[] voice = new float[5 * 640];
            for (int i = 0; i < voice.length; i++) {
                voice[i] = (float) Math.sin(i * 0.05);
            }
            var request =
                    VideoRequest.of(new RgbImage(VIDEO, picture), "a woman talks", Speech.ofPrepared(voice), settings);
            try (Rendering rendering = open.prepare(request)) {
                return rendering.window(0, null, RenderListener.ignored()).rgb();
            }
        }
    }

    private static Precision precision(String name) {
        return name.equals("F32") ? Precision.F32 : Precision.BF16;
    }

    @ParameterizedTest
    @CsvSource({"INT8, F32", "INT8, BF16", "FP8, F32", "FP8, BF16"})
    void eightBitsRenderTheBytesThatQuantizingWhileOpeningDoes(Quantization quantization, String name)
            throws IOException {
        Precision precision = precision(name);
        ModelOptions options = ModelOptions.CPU.withPrecision(precision).withQuantization(quantization);
        ModelFiles files = ModelFiles.in(model);
        byte[] quantized = render(options);
        ModelSizes sizes = files.sizes(options);
        assertThat(files.isReady(quantization)).isFalse();

        Conversion conversion = quantization == Quantization.FP8
                ? Conversion.toFp8(files, precision)
                : Conversion.toInt8(files, precision);
        assertThat(conversion.existing()).isEmpty();
        conversion.run((file, done, total) -> assertThat(done).isLessThanOrEqualTo(total));

        assertThat(files.isReady(quantization)).isTrue();
        assertThat(conversion.existing()).isEqualTo(conversion.outputs());
        assertThat(files.networks())
                .allSatisfy(network -> assertThat(network.problems()).isEmpty());
        assertThat(files.networks()).extracting(NetworkSummary::name).contains("text encoder, int8");
        // Two scales of 1 for each layer, which are never read, are not quantizing's.
        assertThat((double) files.sizes(options).dit()).isCloseTo(sizes.dit(), withinPercent(1));
        assertThat(render(options)).isEqualTo(quantized);
        assertThat(quantized).isNotEqualTo(render(options.withQuantization(Quantization.NONE)));
    }

    private static org.assertj.core.data.Percentage withinPercent(double percent) {
        return org.assertj.core.data.Percentage.withPercentage(percent);
    }

    @Test
    void picklesBecomeSafetensorsThatRenderTheSameBytes() throws IOException {
        byte[] expected = render(ModelOptions.CPU);
        Path wan = model.resolve(WAN);
        for (String pickle : PICKLES) {
            Path from = wan.resolve(pickle + ".pth");
            Path to = wan.resolve(pickle + ".safetensors");
            Conversion.toSafetensors(from, to).run((file, done, total) -> {});
            assertThat(CheckpointSummary.of(to).counts())
                    .containsExactlyInAnyOrderElementsOf(
                            CheckpointSummary.of(from).counts());
            Files.delete(from);
        }
        assertThat(render(ModelOptions.CPU)).isEqualTo(expected);
    }

    @Test
    void anIndexBecomesOneFile() throws IOException {
        Path to = folder.resolve("whole.safetensors");
        Path index = model.resolve(WAN).resolve("diffusion_pytorch_model.safetensors.index.json");
        Conversion.toSafetensors(index, to).run((file, done, total) -> {});
        assertThat(CheckpointSummary.of(to).tensors())
                .isEqualTo(CheckpointSummary.of(index).tensors());
    }

    @Test
    void aConversionThatBreaksLeavesNothing() throws IOException {
        Path to = folder.resolve("out/vae.safetensors");
        Conversion conversion = Conversion.toSafetensors(model.resolve(WAN).resolve("Wan2.1_VAE.pth"), to);
        assertThat(conversion.bytes())
                .isEqualTo(CheckpointSummary.of(model.resolve(WAN).resolve("Wan2.1_VAE.pth"))
                        .bytes());
        assertThatThrownBy(() -> conversion.run((file, done, total) -> {
                    if (done > total / 2) {
                        throw new IllegalStateException("no more");
                    }
                }))
                .hasMessage("no more");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void filesThatAreThereAreNamedAndReplacedByWhoeverWantsThat() throws IOException {
        Path to = Files.writeString(folder.resolve("vae.safetensors"), "mine");
        Conversion conversion = Conversion.toSafetensors(model.resolve(WAN).resolve("Wan2.1_VAE.pth"), to);
        assertThat(conversion.existing()).containsExactly(to);
        assertThat(to).hasContent("mine");
        conversion.run((file, done, total) -> {});
        assertThat(CheckpointSummary.of(to).tensors()).isEqualTo(194);
    }

    @Test
    void whatIsNoCheckpointIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("a.pth"), "no zip");
        assertThatThrownBy(() -> Conversion.toSafetensors(file, folder.resolve("a.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("a.pth is no zip of torch.save");
        assertThat(folder.resolve("a.safetensors")).doesNotExist();
    }

    @Test
    void aModelThatLacksALayerIsNotConverted() throws IOException {
        Path index = model.resolve(WAN).resolve("diffusion_pytorch_model.safetensors.index.json");
        String without = Files.readString(index).replaceAll("\\s*\"blocks.0.ffn.0.weight\"\\s*:\\s*\"[^\"]*\",", "");
        Files.delete(index);
        Files.writeString(index, without);
        assertThatThrownBy(() -> Conversion.toInt8(ModelFiles.in(model), Precision.F32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("blocks.0.ffn.0.weight");
        assertThat(model.resolve("MeiGen-MultiTalk")).doesNotExist();
    }

    @Test
    void eightBitFloatsOfSomebodyElseAreNotTakenForFloats() throws IOException {
        Path quantized = Files.createDirectories(model.resolve("MeiGen-MultiTalk/quant_models"));
        new SafetensorsFile()
                .tensor("patch_embedding.weight", "F8_E4M3", "[256,36,1,2,2]", 256 * 36 * 4)
                .tensor("head.head.weight", "F8_E4M3", "[64,256]", 64 * 256)
                .tensor("img_emb.proj.0.weight", "F8_E4M3", "[160]", 160)
                .tensor("audio_proj.proj1.weight", "F8_E4M3", "[128,3840]", 128 * 3840)
                .write(quantized.resolve("dit_fp8_e4m3.safetensors"));
        assertThatThrownBy(() -> MultiTalk.open(model, ModelOptions.CPU.withQuantization(Quantization.FP8)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("F8_E4M3 without a scale");
    }
}
