package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.checkpoint.Checkpoint;
import dev.parley.multitalk.checkpoint.Weights;
import dev.parley.multitalk.clip.ImageEncoder;
import dev.parley.multitalk.dit.Dit;
import dev.parley.multitalk.dit.DitConfig;
import dev.parley.multitalk.pipeline.Models;
import dev.parley.multitalk.text.TextEncoder;
import dev.parley.multitalk.text.TextTokenizer;
import dev.parley.multitalk.torch.Torch;
import dev.parley.multitalk.torch.TorchType;
import dev.parley.multitalk.vae.LatentScale;
import dev.parley.multitalk.vae.Tiling;
import dev.parley.multitalk.vae.Vae;
import dev.parley.multitalk.wav2vec2.SpeechEncoder;
import dev.parley.multitalk.wav2vec2.SpeechEncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A model as it is downloaded: where each network's files lie. Sizes are read from them.
 *
 * @param wan folder of the video model, {@code Wan2.1-I2V-14B-480P}
 * @param wav2vec2 folder of the speech encoder, {@code chinese-wav2vec2-base}
 */
public record ModelFiles(Path wan, Path wav2vec2) {
    private static final String DIT = "diffusion_pytorch_model.safetensors.index.json";
    private static final String TEXT = "models_t5_umt5-xxl-enc-bf16.pth";
    private static final String IMAGE = "models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth";
    private static final String VAE = "Wan2.1_VAE.pth";

    public ModelFiles {
        requireNonNull(wan, "wan");
        requireNonNull(wav2vec2, "wav2vec2");
    }

    /** The folders of a download that has the usual names. */
    public static ModelFiles in(Path directory) {
        return new ModelFiles(directory.resolve("Wan2.1-I2V-14B-480P"), directory.resolve("chinese-wav2vec2-base"));
    }

    /**
     * Opens the networks that make the pictures. They belong to {@code torch}.
     *
     * @throws IOException if a file is not there or cannot be read
     * @throws dev.parley.multitalk.checkpoint.CheckpointException if a file's tensors are not those of its network
     */
    public Models models(Torch torch, Precision precision) throws IOException {
        return models(torch, precision, Tiling.NONE);
    }

    /** As {@link #models(Torch, Precision)}, the VAE taking frames in tiles. */
    public Models models(Torch torch, Precision precision, Tiling tiling) throws IOException {
        DitConfig config = DitConfig.read(wan.resolve("config.json"));
        LatentScale scale = latentScale();
        return new Models(
                torch,
                TextTokenizer.open(wan.resolve("google/umt5-xxl")),
                open(wan.resolve(TEXT), torch, precision.text(), TextEncoder::new),
                open(wan.resolve(IMAGE), torch, precision.image(), ImageEncoder::new),
                open(wan.resolve(VAE), torch, precision.vae(), weights -> new Vae(weights, scale, tiling)),
                open(wan.resolve(DIT), torch, precision.dit(), weights -> new Dit(weights, config)));
    }

    /** Opens the network that hears. It belongs to {@code torch}. */
    public SpeechEncoder speechEncoder(Torch torch) throws IOException {
        SpeechEncoderConfig config = SpeechEncoderConfig.read(wav2vec2.resolve("config.json"));
        Path safetensors = wav2vec2.resolve("model.safetensors");
        Path weights = Files.isRegularFile(safetensors) ? safetensors : wav2vec2.resolve("pytorch_model.bin");
        return open(weights, torch, TorchType.F32, w -> new SpeechEncoder(w, config));
    }

    private LatentScale latentScale() throws IOException {
        Path file = wan.resolve("vae_config.json");
        return Files.isRegularFile(file) ? LatentScale.read(file) : LatentScale.WAN21;
    }

    private static <T> T open(Path file, Torch torch, TorchType type, Function<Weights, T> network) throws IOException {
        Weights weights = Weights.of(Checkpoint.open(file), torch, type);
        T opened = network.apply(weights);
        weights.finish();
        return opened;
    }
}
