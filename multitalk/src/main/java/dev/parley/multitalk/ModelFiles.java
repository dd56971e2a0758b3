package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.checkpoint.Checkpoint;
import dev.parley.multitalk.checkpoint.EightBitLayers;
import dev.parley.multitalk.checkpoint.Loading;
import dev.parley.multitalk.checkpoint.Weights;
import dev.parley.multitalk.clip.ImageEncoder;
import dev.parley.multitalk.dit.Dit;
import dev.parley.multitalk.dit.DitConfig;
import dev.parley.multitalk.pipeline.Models;
import dev.parley.multitalk.selftest.Convolution;
import dev.parley.multitalk.text.TextEncoder;
import dev.parley.multitalk.text.TextTokenizer;
import dev.parley.multitalk.torch.Torch;
import dev.parley.multitalk.torch.TorchType;
import dev.parley.multitalk.vae.LatentScale;
import dev.parley.multitalk.vae.Vae;
import dev.parley.multitalk.wav2vec2.SpeechEncoder;
import dev.parley.multitalk.wav2vec2.SpeechEncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A model as it is downloaded: where each network's files lie. Sizes are read from them.
 *
 * @param wan folder of the video model, {@code Wan2.1-I2V-14B-480P}
 * @param wav2vec2 folder of the speech encoder, {@code chinese-wav2vec2-base}
 * @param quantized folder of the networks in eight bits, {@code MeiGen-MultiTalk/quant_models}; need not be there
 */
public record ModelFiles(Path wan, Path wav2vec2, Path quantized) {
    private static final String DIT = "diffusion_pytorch_model.safetensors.index.json";
    private static final String TEXT = "models_t5_umt5-xxl-enc-bf16.pth";
    private static final String IMAGE = "models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth";
    private static final String VAE = "Wan2.1_VAE.pth";

    public ModelFiles {
        requireNonNull(wan, "wan");
        requireNonNull(wav2vec2, "wav2vec2");
        requireNonNull(quantized, "quantized");
    }

    /** The folders of a download that has the usual names. */
    public static ModelFiles in(Path directory) {
        return new ModelFiles(
                directory.resolve("Wan2.1-I2V-14B-480P"),
                directory.resolve("chinese-wav2vec2-base"),
                directory.resolve("MeiGen-MultiTalk").resolve("quant_models"));
    }

    /**
     * Opens the networks that make the pictures. They belong to {@code torch}.
     *
     * @throws IOException if a file is not there or cannot be read
     * @throws dev.parley.multitalk.checkpoint.CheckpointException if a file's tensors are not those of its network
     */
    public Models models(Torch torch, ModelOptions options) throws IOException {
        DitConfig config = DitConfig.read(wan.resolve("config.json"));
        LatentScale scale = latentScale();
        return new Models(
                torch,
                TextTokenizer.open(wan.resolve("google/umt5-xxl")),
                textEncoder(options).open(torch, TextEncoder::new),
                imageEncoder(options).open(torch, ImageEncoder::new),
                vae(options).open(torch, weights -> new Vae(weights, scale, options.tiling())),
                dit(options).open(torch, weights -> new Dit(weights, config)));
    }

    /** Opens the network that hears. It belongs to {@code torch}. */
    public SpeechEncoder speechEncoder(Torch torch) throws IOException {
        SpeechEncoderConfig config = SpeechEncoderConfig.read(wav2vec2.resolve("config.json"));
        return speechEncoder().open(torch, weights -> new SpeechEncoder(weights, config));
    }

    /**
     * How much memory the weights take when they are opened so. Reads headers only.
     *
     * @throws IOException if a file is not there or cannot be read
     */
    public ModelSizes sizes(ModelOptions options) throws IOException {
        Source dit = dit(options);
        Checkpoint checkpoint = Checkpoint.open(dit.file);
        List<Long> blocks = new ArrayList<>();
        for (int n = 0; n < checkpoint.count("blocks."); n++) {
            String block = "blocks." + n + ".";
            blocks.add(checkpoint.bytes(dit.loading, key -> key.startsWith(block)));
        }
        return new ModelSizes(
                blocks,
                checkpoint.bytes(dit.loading, key -> !key.startsWith("blocks.")),
                textEncoder(options).bytes(key -> true),
                imageEncoder(options).bytes(key -> key.startsWith("visual.")),
                vae(options).bytes(key -> true),
                speechEncoder().bytes(key -> true));
    }

    /**
     * What a window takes beside the weights of a model that is opened so. Reads headers only.
     *
     * @throws IOException if a file is not there or cannot be read
     * @throws dev.parley.multitalk.checkpoint.CheckpointException if a tensor that tells a size is missing
     */
    public WindowMemory windowMemory(ModelOptions options) throws IOException {
        DitConfig config = DitConfig.read(wan.resolve("config.json"));
        long imageTokens = Checkpoint.open(imageEncoder(options).file).size("visual.pos_embedding", 1);
        return new WindowMemory(
                WindowMemory.TransformerMemory.of(Checkpoint.open(dit(options).file), config, imageTokens, options),
                WindowMemory.VaeMemory.of(Checkpoint.open(vae(options).file), options),
                WindowMemory.SpeechEncoderMemory.of(
                        Checkpoint.open(speechEncoder().file),
                        SpeechEncoderConfig.read(wav2vec2.resolve("config.json"))));
    }

    /**
     * The convolutions of a model that is opened so, by their sizes: those to try before it is. Reads headers only.
     *
     * @throws IOException if a file is not there or cannot be read
     */
    public Set<Convolution> convolutions(ModelOptions options) throws IOException {
        return ModelConvolutions.of(
                Checkpoint.open(vae(options).file),
                Checkpoint.open(imageEncoder(options).file),
                Checkpoint.open(speechEncoder().file),
                SpeechEncoderConfig.read(wav2vec2.resolve("config.json")),
                options.precision());
    }

    private Source dit(ModelOptions options) throws IOException {
        Loading loading = Loading.of(options.precision().dit())
                .withResidentBytes(options.offload().blockBytes());
        return quantized(
                new Source(wan.resolve(DIT), loading), "dit_model_int8", "dit_model_map_int8", options.quantization());
    }

    private Source textEncoder(ModelOptions options) throws IOException {
        Loading loading = encoder(options.precision().text(), options);
        // Its inputs have outliers that would take all the precision of FP8, and it is run once for a prompt.
        Quantization quantization =
                options.quantization() == Quantization.FP8 ? Quantization.INT8 : options.quantization();
        return quantized(new Source(wan.resolve(TEXT), loading), "t5_int8", "t5_map_int8", quantization);
    }

    private Source imageEncoder(ModelOptions options) {
        return new Source(wan.resolve(IMAGE), encoder(options.precision().image(), options));
    }

    private Source vae(ModelOptions options) {
        return new Source(wan.resolve(VAE), Loading.of(options.precision().vae()));
    }

    private Source speechEncoder() {
        Path safetensors = wav2vec2.resolve("model.safetensors");
        Path weights = Files.isRegularFile(safetensors) ? safetensors : wav2vec2.resolve("pytorch_model.bin");
        return new Source(weights, Loading.of(TorchType.F32));
    }

    private static Loading encoder(TorchType precision, ModelOptions options) {
        return Loading.of(precision).withResidentBytes(options.offload().encoders() ? Long.MAX_VALUE : 0);
    }

    /** The published file in int8 if it is there and will do, or else {@code floats}, whose blocks are quantized by loading. */
    private Source quantized(Source floats, String file, String map, Quantization quantization) throws IOException {
        if (quantization == Quantization.NONE) {
            return floats;
        }
        Path published = quantized.resolve(file + ".safetensors");
        boolean isThere = quantization != Quantization.FP8 && Files.isRegularFile(published);
        EightBitLayers layers =
                isThere ? EightBitLayers.stored(quantized.resolve(map + ".json")) : EightBitLayers.quantizingBlocks();
        return new Source(isThere ? published : floats.file, floats.loading.withEightBits(quantization.of(layers)));
    }

    private LatentScale latentScale() throws IOException {
        Path file = wan.resolve("vae_config.json");
        return Files.isRegularFile(file) ? LatentScale.read(file) : LatentScale.WAN21;
    }

    /** A network's file, and what becomes of it. */
    private record Source(Path file, Loading loading) {
        <T> T open(Torch torch, Function<Weights, T> network) throws IOException {
            Weights weights = Weights.load(Checkpoint.open(file), torch, loading);
            T opened = network.apply(weights);
            weights.finish();
            return opened;
        }

        long bytes(Predicate<String> keys) throws IOException {
            return Checkpoint.open(file).bytes(loading, keys);
        }
    }
}
