package dev.parley.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.internal.checkpoint.SafetensorsFile;
import dev.parley.multitalk.internal.lora.TransformerShapes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a model by its headers. */
class ModelReviewTest {
    private static final Path TINY = Path.of("../models/multitalk-tiny");
    private static final String WAN = "Wan2.1-I2V-14B-480P";
    private static final String INDEX = "diffusion_pytorch_model.safetensors.index.json";

    @TempDir
    Path folder;

    /** multitalk-tiny, with whatever is done to its video model's folder. */
    private ModelFiles tinyWith(Consumer<Path> change) throws IOException {
        Path wan = Files.createDirectories(folder.resolve("model").resolve(WAN));
        try (Stream<Path> files = Files.list(TINY.resolve(WAN))) {
            for (Path file : files.toList()) {
                if (Files.isDirectory(file)) {
                    Files.createSymbolicLink(wan.resolve(file.getFileName()), file.toAbsolutePath());
                } else {
                    Files.copy(file, wan.resolve(file.getFileName()));
                }
            }
        }
        Files.createSymbolicLink(
                folder.resolve("model/chinese-wav2vec2-base"),
                TINY.resolve("chinese-wav2vec2-base").toAbsolutePath());
        change.accept(wan);
        return ModelFiles.in(folder.resolve("model"));
    }

    private static String problems(ModelFiles files, String network) {
        return files.networks().stream()
                .filter(summary -> summary.name().equals(network))
                .flatMap(summary -> summary.problems().stream())
                .findFirst()
                .orElse("");
    }

    @Test
    void everyNetworkOfAWholeModelIsCounted() {
        List<NetworkSummary> networks = ModelFiles.in(TINY).networks();
        assertThat(networks)
                .extracting(NetworkSummary::name)
                .containsExactly("transformer", "text encoder", "image encoder", "VAE", "speech encoder");
        assertThat(networks)
                .allSatisfy(network -> assertThat(network.problems()).isEmpty());
        CheckpointSummary transformer = networks.get(0).contents();
        assertThat(transformer.tensors()).isEqualTo(273);
        assertThat(transformer.bytesByType()).containsOnlyKeys(TorchType.F16);
        assertThat(transformer.bytes()).isEqualTo(2 * transformer.parameters());
        assertThat(transformer.bytesByPart()).containsKeys("blocks", "audio_proj", "patch_embedding");
        assertThat(networks.get(1).contents().bytesByType()).containsOnlyKeys(TorchType.BF16);
    }

    @Test
    void whatTheIndexPromisesAndIsNotThereIsNamed() throws IOException {
        ModelFiles files = tinyWith(wan -> delete(wan.resolve("multitalk.safetensors")));
        assertThat(problems(files, "transformer")).contains("promises what is not there", "file multitalk.safetensors");
        assertThat(problems(files, "VAE")).isEmpty();
    }

    @Test
    void aFileThatWasCutShortIsNamed() throws IOException {
        ModelFiles files = tinyWith(wan -> {
            cut(wan.resolve("Wan2.1_VAE.pth"));
            cut(wan.resolve("multitalk.safetensors"));
        });
        assertThat(problems(files, "VAE")).contains("Wan2.1_VAE.pth is no zip of torch.save");
        assertThat(problems(files, "transformer")).contains("multitalk.safetensors", "are not within");
    }

    @Test
    void aTextToVideoModelIsNamedAndNotOpened() throws IOException {
        ModelFiles files = tinyWith(wan -> {
            new SafetensorsFile()
                    .tensor("patch_embedding.weight", "F16", "[256,16,1,2,2]", 2 * 256 * 16 * 4)
                    .tensor("head.head.weight", "F16", "[64,256]", 2 * 64 * 256)
                    .write(wan.resolve("t2v.safetensors"));
            write(
                    wan.resolve(INDEX),
                    "{\"weight_map\": {\"patch_embedding.weight\": \"t2v.safetensors\","
                            + " \"head.head.weight\": \"t2v.safetensors\"}}");
        });
        assertThat(problems(files, "transformer"))
                .contains(
                        "is of another model",
                        "16 input channels, as a model from text to video (T2V) does; expected 36",
                        "there is no img_emb",
                        "there is no audio_proj",
                        "MeiGen-MultiTalk");
        assertThatThrownBy(() -> MultiTalk.open(folder.resolve("model")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("16 input channels");
    }

    @Test
    void tensorsMissingInAPickleAreNamed() throws IOException {
        ModelFiles files = tinyWith(wan -> swap(
                wan.resolve("models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth"),
                wan.resolve("models_t5_umt5-xxl-enc-bf16.pth")));
        assertThat(problems(files, "image encoder")).contains("missing: visual.patch_embedding.weight", "; and 1 more");
        assertThat(problems(files, "text encoder")).contains("missing: token_embedding.weight");
    }

    @Test
    void aTensorMissingInEightBitsIsNamed() throws IOException {
        ModelFiles files = tinyWith(wan -> {});
        Files.createDirectories(files.quantized());
        SafetensorsFile int8 = new SafetensorsFile();
        for (String key : List.of("0.q.weight._data", "0.q.weight._scale", "1.q.weight._data", "1.q.weight._scale")) {
            int8.tensor("blocks." + key, "I8", "[4,4]", 16);
        }
        int8.tensor("blocks.2.q.weight._data", "I8", "[4,4]", 16)
                .write(files.quantized().resolve("dit_model_int8.safetensors"));
        write(files.quantized().resolve("dit_model_map_int8.json"), "{}");
        assertThat(problems(files, "transformer, int8")).contains("missing: blocks.2.q.weight._scale");
        assertThat(problems(files, "VAE")).isEmpty();
    }

    @Test
    void publishedFloatsOfEightBitsAreRefusedWithAWayOut() throws IOException {
        ModelFiles files = tinyWith(wan -> delete(wan.resolve(INDEX)));
        Files.createDirectories(files.quantized());
        Path fp8 = new SafetensorsFile()
                .tensor("blocks.0.ffn.0.weight._data", "F8_E4M3", "[4,4]", 16)
                .tensor("blocks.0.ffn.0.weight._scale", "F32", "[4,1]", 16)
                .write(files.quantized().resolve("dit_model_fp8.safetensors"));
        assertThat(problems(files, "transformer"))
                .contains(fp8 + " is in quanto's eight-bit floats, which are not read", "convert --to fp8");
        assertThatThrownBy(() -> files.check(ModelOptions.CPU.withQuantization(Quantization.FP8)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(INDEX)
                .hasMessageContaining("parley models pull int8");
    }

    @Test
    void anIndexOfWanItselfIsNamed() throws IOException {
        ModelFiles files = tinyWith(wan -> {
            String index = read(wan.resolve(INDEX));
            write(wan.resolve(INDEX), index.replaceAll("\\s*\"[^\"]*\"\\s*:\\s*\"multitalk.safetensors\"\\s*,?", ""));
        });
        assertThat(problems(files, "transformer"))
                .contains("there is no audio_proj")
                .doesNotContain("channels");
    }

    @Test
    void headersTellALorasFitAsTheOpenModelDoes() throws IOException {
        TransformerShapes.assertSame(ModelFiles.in(TINY));
    }

    @Test
    void aLoraThatFitsIsCounted() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("diffusion_model.blocks.0.ffn.2.lora_down.weight", "F16", "[4,768]", 2 * 4 * 768)
                .tensor("diffusion_model.blocks.0.ffn.2.lora_up.weight", "F16", "[256,4]", 2 * 256 * 4)
                .tensor("diffusion_model.blocks.0.ffn.2.diff_b", "F16", "[256]", 2 * 256)
                .tensor("diffusion_model.blocks.0.ffn.2.alpha", "F16", "[]", 2)
                .write(folder.resolve("lora.safetensors"));
        LoraSummary lora = ModelFiles.in(TINY).lora(file);
        assertThat(lora.fits()).isTrue();
        assertThat(lora.ranks()).containsOnlyKeys(4L).containsEntry(4L, 1);
        assertThat(lora.differences()).isEqualTo(1);
        assertThat(lora.fitting()).containsExactly("blocks.0.ffn.2", "blocks.0.ffn.2");
        assertThat(lora.ignored()).containsExactly("diffusion_model.blocks.0.ffn.2.alpha");
        assertThat(LoraSummary.of(file).ranks()).isEqualTo(lora.ranks());
    }

    @Test
    void aLoraOfAnotherModelSaysOfWhich() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("diffusion_model.patch_embedding.diff", "F16", "[1536,16,1,2,2]", 2 * 1536 * 16 * 4)
                .tensor("diffusion_model.blocks.0.self_attn.q.lora_down.weight", "F16", "[8,1536]", 2 * 8 * 1536)
                .tensor("diffusion_model.blocks.0.self_attn.q.lora_up.weight", "F16", "[1536,8]", 2 * 1536 * 8)
                .tensor("diffusion_model.blocks.29.ffn.0.diff_b", "F16", "[8960]", 2 * 8960)
                .write(folder.resolve("lora.safetensors"));
        LoraSummary lora = ModelFiles.in(TINY).lora(file);
        assertThat(lora.fits()).isFalse();
        assertThat(lora.objections()).hasSize(3);
        assertThat(lora.otherModel())
                .containsExactly(
                        "it is for a model of 16 input channels (text to video); this one has 36",
                        "it is for a model that is 1536 wide; this one is 256 wide",
                        "it is for a model of 30 blocks; this one has 6");
    }

    @Test
    void aLoraInAnotherFormatSaysSo() throws IOException {
        Path file = new SafetensorsFile()
                .tensor("transformer.blocks.0.attn1.to_q.lora_A.weight", "F32", "[4,256]", 4 * 4 * 256)
                .write(folder.resolve("peft.safetensors"));
        LoraSummary lora = LoraSummary.of(file);
        assertThat(lora.fits()).isFalse();
        assertThat(lora.otherModel()).singleElement().asString().contains("another format (lora_A and lora_B");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void swap(Path one, Path other) {
        try {
            Path between = one.resolveSibling("between");
            Files.move(one, between);
            Files.move(other, one);
            Files.move(between, other);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void cut(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
