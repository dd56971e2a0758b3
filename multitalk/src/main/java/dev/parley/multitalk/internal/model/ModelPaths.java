package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.ModelFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where each network of a model lies. */
public record ModelPaths(ModelFiles files) {
    private static final String ENDING = ".safetensors";

    Path config() {
        return files.wan().resolve("config.json");
    }

    Path speechConfig() {
        return files.wav2vec2().resolve("config.json");
    }

    Path latentScale() {
        return files.wan().resolve("vae_config.json");
    }

    Path tokenizer() {
        return files.wan().resolve("google/umt5-xxl");
    }

    public Path transformer() {
        return files.wan().resolve("diffusion_pytorch_model.safetensors.index.json");
    }

    public Path textEncoder() {
        return published("models_t5_umt5-xxl-enc-bf16.pth");
    }

    Path imageEncoder() {
        return published("models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth");
    }

    Path vae() {
        return published("Wan2.1_VAE.pth");
    }

    Path speechEncoder() {
        Path safetensors = files.wav2vec2().resolve("model.safetensors");
        return Files.isRegularFile(safetensors) ? safetensors : files.wav2vec2().resolve("pytorch_model.bin");
    }

    public EightBitFile int8Transformer() {
        return eightBits("dit_model_int8", "dit_model_map_int8");
    }

    public EightBitFile int8TextEncoder() {
        return eightBits("t5_int8", "t5_map_int8");
    }

    /** As {@code parley models convert} makes it: its layers are those that have data, so that there is no list. */
    public EightBitFile fp8Transformer() {
        return new EightBitFile(files.quantized().resolve("dit_fp8_e4m3" + ENDING), null);
    }

    private EightBitFile eightBits(String weights, String map) {
        return new EightBitFile(
                files.quantized().resolve(weights + ENDING), files.quantized().resolve(map + ".json"));
    }

    /** @param map the list of the layers that are in eight bits; null where there is none */
    public record EightBitFile(Path weights, Path map) {
        public boolean exists() {
            return Files.isRegularFile(weights);
        }
    }

    /** The pickle as it is published, or what has been made of it. */
    private Path published(String pickle) {
        Path asPublished = files.wan().resolve(pickle);
        Path safetensors = files.wan().resolve(pickle.replaceFirst("\\.pth$", ENDING));
        return !Files.exists(asPublished) && Files.isRegularFile(safetensors) ? safetensors : asPublished;
    }
}
