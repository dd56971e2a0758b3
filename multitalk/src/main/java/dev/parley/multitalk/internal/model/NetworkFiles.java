package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.WindowMemory;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.clip.ImageEncoder;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.DitConfig;
import dev.parley.multitalk.internal.pipeline.Models;
import dev.parley.multitalk.internal.selftest.Convolution;
import dev.parley.multitalk.internal.text.TextEncoder;
import dev.parley.multitalk.internal.text.TextTokenizer;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.multitalk.internal.vae.LatentScale;
import dev.parley.multitalk.internal.vae.Vae;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoder;
import dev.parley.multitalk.internal.wav2vec2.SpeechEncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The networks in a model's files, and how each is loaded. */
public final class NetworkFiles {
    private static final String DIT = "diffusion_pytorch_model.safetensors.index.json";
    private static final String TEXT = "models_t5_umt5-xxl-enc-bf16.pth";
    private static final String IMAGE = "models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth";
    private static final String VAE = "Wan2.1_VAE.pth";

    private final Path wan;
    private final Path wav2vec2;
    private final Path quantized;
    private final ModelOptions options;

    /** @param options how the model is, or would be, opened */
    public NetworkFiles(ModelFiles files, ModelOptions options) {
        wan = files.wan();
        wav2vec2 = files.wav2vec2();
        quantized = files.quantized();
        this.options = options;
    }

    /**
     * Opens the networks that make the pictures. {@code torch} owns them.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws dev.parley.multitalk.CheckpointException if a file's tensors do not match its network
     */
    public Models models(Torch torch) throws IOException {
        return models(torch, () -> {});
    }

    /**
     * As {@link #models(Torch)}.
     *
     * @param beforeTheLarge called once the smaller files are read; may take its time, and ends it all by what it throws
     */
    public Models models(Torch torch, Runnable beforeTheLarge) throws IOException {
        DitConfig config = DitConfig.read(wan.resolve("config.json"));
        LatentScale scale = latentScale();
        TextTokenizer tokenizer = tokenizer();
        try {
            Vae vae = vae().open(torch, weights -> new Vae(weights, scale, options.tiling()));
            beforeTheLarge.run();
            return new Models(
                    torch,
                    tokenizer,
                    textEncoder().open(torch, TextEncoder::new),
                    imageEncoder().open(torch, ImageEncoder::new),
                    vae,
                    dit().open(torch, weights -> new Dit(weights, config)));
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Opens the speech encoder. {@code torch} owns it. */
    public SpeechEncoder speechEncoder(Torch torch) throws IOException {
        SpeechEncoderConfig config = speechConfig();
        return speechEncoder().open(torch, weights -> new SpeechEncoder(weights, config));
    }

    /** How much memory the weights need. Reads headers only. */
    public ModelSizes sizes() throws IOException {
        Source dit = dit();
        Checkpoint checkpoint = dit.checkpoint();
        List<Long> blocks = new ArrayList<>();
        for (int n = 0; n < checkpoint.count("blocks."); n++) {
            String block = "blocks." + n + ".";
            blocks.add(checkpoint.bytes(dit.loading, key -> key.startsWith(block)));
        }
        return new ModelSizes(
                blocks,
                checkpoint.bytes(dit.loading, key -> !key.startsWith("blocks.")),
                textEncoder().bytes(key -> true),
                imageEncoder().bytes(key -> key.startsWith("visual.")),
                vae().bytes(key -> true),
                speechEncoder().bytes(key -> true));
    }

    /** What a window needs beside the weights. Reads headers only. */
    public WindowMemory windowMemory() throws IOException {
        DitConfig config = DitConfig.read(wan.resolve("config.json"));
        long imageTokens = imageEncoder().checkpoint().size("visual.pos_embedding", 1);
        return new WindowMemory(
                NetworkMemory.transformer(dit().checkpoint(), config, imageTokens, options),
                NetworkMemory.vae(vae().checkpoint(), options),
                NetworkMemory.speechEncoder(speechEncoder().checkpoint(), speechConfig()));
    }

    /** The convolutions of all networks, by size. Reads headers only. */
    public Set<Convolution> convolutions() throws IOException {
        return ModelConvolutions.of(
                vae().checkpoint(),
                imageEncoder().checkpoint(),
                speechEncoder().checkpoint(),
                speechConfig(),
                options.precision());
    }

    /** Reads every header and the tokenizer, but no weights. */
    public ModelSizes check() throws IOException {
        ModelSizes sizes = sizes();
        windowMemory();
        tokenizer().close();
        return sizes;
    }

    private TextTokenizer tokenizer() throws IOException {
        return TextTokenizer.open(wan.resolve("google/umt5-xxl"));
    }

    private SpeechEncoderConfig speechConfig() throws IOException {
        return SpeechEncoderConfig.read(wav2vec2.resolve("config.json"));
    }

    private Source dit() throws IOException {
        Loading loading = Loading.of(options.precision().dit())
                .withResidentBytes(options.offload().blockBytes());
        return quantized(
                new Source(wan.resolve(DIT), loading), "dit_model_int8", "dit_model_map_int8", options.quantization());
    }

    private Source textEncoder() throws IOException {
        // Outliers in its inputs would use up FP8's precision, and it runs only once per prompt.
        Quantization quantization =
                options.quantization() == Quantization.FP8 ? Quantization.INT8 : options.quantization();
        return quantized(
                new Source(wan.resolve(TEXT), encoder(options.precision().text())),
                "t5_int8",
                "t5_map_int8",
                quantization);
    }

    private Source imageEncoder() {
        return new Source(wan.resolve(IMAGE), encoder(options.precision().image()));
    }

    private Source vae() {
        return new Source(wan.resolve(VAE), Loading.of(options.precision().vae()));
    }

    private Source speechEncoder() {
        Path safetensors = wav2vec2.resolve("model.safetensors");
        Path weights = Files.isRegularFile(safetensors) ? safetensors : wav2vec2.resolve("pytorch_model.bin");
        return new Source(weights, Loading.of(TorchType.F32));
    }

    private Loading encoder(TorchType precision) {
        return Loading.of(precision).withResidentBytes(options.offload().encoders() ? Long.MAX_VALUE : 0);
    }

    /** The published int8 file if it exists and can be used, otherwise {@code floats}, quantized while loading. */
    private Source quantized(Source floats, String file, String map, Quantization quantization) throws IOException {
        if (quantization == Quantization.NONE) {
            return floats;
        }
        Path published = quantized.resolve(file + ".safetensors");
        boolean usesPublished = quantization != Quantization.FP8 && Files.isRegularFile(published);
        EightBitLayers layers = usesPublished
                ? EightBitLayers.stored(quantized.resolve(map + ".json"))
                : EightBitLayers.quantizingBlocks();
        return new Source(
                usesPublished ? published : floats.file, floats.loading.withEightBits(as(quantization, layers)));
    }

    private static EightBitLayers as(Quantization quantization, EightBitLayers layers) {
        return switch (quantization) {
            case NONE -> EightBitLayers.NONE;
            case INT8 -> layers;
            case INT8_DYNAMIC -> layers.as(EightBitLayers.Kind.INT8_DYNAMIC);
            case FP8 -> layers.as(EightBitLayers.Kind.FP8);
        };
    }

    private LatentScale latentScale() throws IOException {
        Path file = wan.resolve("vae_config.json");
        return Files.isRegularFile(file) ? LatentScale.read(file) : LatentScale.WAN21;
    }

    /** A network's file and how it is loaded. */
    private record Source(Path file, Loading loading) {
        Checkpoint checkpoint() throws IOException {
            return Checkpoint.open(file);
        }

        <T> T open(Torch torch, Function<Weights, T> network) throws IOException {
            Weights weights = Weights.load(checkpoint(), torch, loading);
            T opened = network.apply(weights);
            weights.finish();
            return opened;
        }

        long bytes(Predicate<String> keys) throws IOException {
            return checkpoint().bytes(loading, keys);
        }
    }
}
