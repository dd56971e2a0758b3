package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.LoraSummary;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.NetworkSummary;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.WindowMemory;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.clip.ImageEncoder;
import dev.parley.multitalk.internal.dit.BaseModel;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.DitConfig;
import dev.parley.multitalk.internal.lora.LoraInspection;
import dev.parley.multitalk.internal.model.ModelPaths.EightBitFile;
import dev.parley.multitalk.internal.pipeline.Companion;
import dev.parley.multitalk.internal.pipeline.Models;
import dev.parley.multitalk.internal.selftest.ArithmeticSelfTest;
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

/** The networks in a model's files, and how each is loaded. */
public final class NetworkFiles {
    private final ModelPaths paths;
    private final ModelOptions options;

    /** @param options how the model is, or would be, opened */
    public NetworkFiles(ModelFiles files, ModelOptions options) {
        paths = new ModelPaths(files);
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
        DitConfig config = ditConfig();
        BaseModel.require(dit().checkpoint(), config);
        LatentScale scale = latentScale();
        TextTokenizer tokenizer = tokenizer();
        List<Companion> companions = new ArrayList<>();
        try {
            Vae vae = vae().open(torch, weights -> new Vae(weights, scale, options.tiling()));
            beforeTheLarge.run();
            Dit dit = dit().open(torch, weights -> new Dit(weights, config, options.attention()));
            for (String device : options.companions()) {
                companions.add(companion(torch, device, config));
            }
            return new Models(
                    torch,
                    tokenizer,
                    textEncoder().open(torch, TextEncoder::new),
                    imageEncoder().open(torch, ImageEncoder::new),
                    vae,
                    dit,
                    companions);
        } catch (IOException | RuntimeException e) {
            companions.forEach(Companion::close);
            tokenizer.close();
            throw e;
        }
    }

    private Companion companion(Torch home, String device, DitConfig config) throws IOException {
        Torch torch = Torch.open(device);
        try {
            ArithmeticSelfTest.run(torch, options.precision().types(), Set.of()).requireRight();
            return new Companion(
                    home, torch, dit().open(torch, weights -> new Dit(weights, config, options.attention())));
        } catch (IOException | RuntimeException e) {
            torch.close();
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
        NetworkSource dit = dit();
        Checkpoint checkpoint = dit.checkpoint();
        List<Long> blocks = new ArrayList<>();
        for (int n = 0; n < checkpoint.count("blocks."); n++) {
            String block = "blocks." + n + ".";
            blocks.add(checkpoint.bytes(dit.loading(), key -> key.startsWith(block)));
        }
        return new ModelSizes(
                blocks,
                checkpoint.bytes(dit.loading(), key -> !key.startsWith("blocks.")),
                textEncoder().bytes(key -> true),
                imageEncoder().bytes(key -> key.startsWith("visual.")),
                vae().bytes(key -> true),
                speechEncoder().bytes(key -> true));
    }

    /** What a window needs beside the weights. Reads headers only. */
    public WindowMemory windowMemory() throws IOException {
        DitConfig config = ditConfig();
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
        BaseModel.require(dit().checkpoint(), ditConfig());
        windowMemory();
        tokenizer().close();
        return sizes;
    }

    /** Whether the transformer is there as the options want it, so that nothing has to be quantized. */
    public boolean isReady() {
        return switch (options.quantization()) {
            case NONE -> true;
            case INT8, INT8_DYNAMIC -> paths.int8Transformer().exists();
            case FP8 -> paths.fp8Transformer().exists();
        };
    }

    /** Whether the transformer can take a LoRA. Reads headers only. */
    public LoraSummary lora(Path file) throws IOException {
        return LoraInspection.of(file, dit().checkpoint());
    }

    /** All networks, as far as their headers can be read. */
    public List<NetworkSummary> summaries() {
        return new NetworkReview(paths).all();
    }

    private TextTokenizer tokenizer() throws IOException {
        return TextTokenizer.open(paths.tokenizer());
    }

    private DitConfig ditConfig() throws IOException {
        return DitConfig.read(paths.config());
    }

    private SpeechEncoderConfig speechConfig() throws IOException {
        return SpeechEncoderConfig.read(paths.speechConfig());
    }

    private NetworkSource dit() throws IOException {
        Loading loading = Loading.of(options.precision().dit())
                .withResidentBytes(options.offload().blockBytes());
        NetworkSource floats = new NetworkSource(paths.transformer(), loading);
        Path fp8 = paths.fp8Transformer().weights();
        if (options.quantization() == Quantization.FP8 && Files.isRegularFile(fp8)) {
            return new NetworkSource(fp8, loading.withEightBits(EightBitLayers.storedFp8(Checkpoint.open(fp8))));
        }
        QuantoFloats.refuseTransformer(paths);
        return quantized(floats, paths.int8Transformer(), options.quantization());
    }

    private NetworkSource textEncoder() throws IOException {
        QuantoFloats.refuseTextEncoder(paths);
        // Outliers in its inputs would use up FP8's precision, and it runs only once per prompt.
        Quantization quantization =
                options.quantization() == Quantization.FP8 ? Quantization.INT8 : options.quantization();
        return quantized(
                new NetworkSource(
                        paths.textEncoder(), encoder(options.precision().text())),
                paths.int8TextEncoder(),
                quantization);
    }

    private NetworkSource imageEncoder() {
        return new NetworkSource(
                paths.imageEncoder(), encoder(options.precision().image()));
    }

    private NetworkSource vae() {
        return new NetworkSource(paths.vae(), Loading.of(options.precision().vae()));
    }

    private NetworkSource speechEncoder() {
        return new NetworkSource(paths.speechEncoder(), Loading.of(TorchType.F32));
    }

    private Loading encoder(TorchType precision) {
        return Loading.of(precision).withResidentBytes(options.offload().encoders() ? Long.MAX_VALUE : 0);
    }

    /** The published int8 file if it exists and can be used, otherwise {@code floats}, quantized while loading. */
    private NetworkSource quantized(NetworkSource floats, EightBitFile published, Quantization quantization)
            throws IOException {
        if (quantization == Quantization.NONE) {
            return floats;
        }
        if (quantization == Quantization.FP8 || !published.exists()) {
            int blocks = floats.checkpoint().count("blocks.");
            return new NetworkSource(
                    floats.file(), floats.loading().withEightBits(EightBitLayers.quantizing(quantization, blocks)));
        }
        EightBitLayers stored = EightBitLayers.stored(published.map());
        return new NetworkSource(
                published.weights(),
                floats.loading()
                        .withEightBits(
                                quantization == Quantization.INT8_DYNAMIC
                                        ? stored.as(EightBitLayers.Kind.INT8_DYNAMIC)
                                        : stored));
    }

    private LatentScale latentScale() throws IOException {
        Path file = paths.latentScale();
        return Files.isRegularFile(file) ? LatentScale.read(file) : LatentScale.WAN21;
    }
}
