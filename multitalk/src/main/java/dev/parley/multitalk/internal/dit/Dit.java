package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;
import static dev.parley.multitalk.internal.torch.TensorScope.scopedAll;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.cuda.EightBitAttention;
import dev.parley.multitalk.internal.cuda.Fp8Attention;
import dev.parley.multitalk.internal.cuda.FusedRows;
import dev.parley.multitalk.internal.cuda.Int8Attention;
import dev.parley.multitalk.internal.parameter.Fp8Matrix;
import dev.parley.multitalk.internal.parameter.Parameters;
import dev.parley.multitalk.internal.torch.AttentionKernel;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * MultiTalk's diffusion transformer: a noisy latent in, the velocity towards the noise out. Computes in the precision
 * its weights were loaded in; latents, timesteps and velocities are float32. The papers: Wan, arXiv 2503.20314;
 * MultiTalk, arXiv 2505.22647; the file: {@code wan/modules/multitalk_model.py}.
 */
public final class Dit {
    /** The most values that the hidden layer of a feed forward has at a time; it passes in slices. */
    public static final long HIDDEN_VALUES = Block.HIDDEN_VALUES;

    /** The first blocks are a quarter: what they get wrong passes through all others (docs/performance.md). */
    private static final int FIRST_ONE_OF = 4;

    private final DitKernels kernels;
    private final CoreKernels core;
    private final NDManager manager;
    private final String device;
    private final TorchType precision;
    private final DitConfig config;
    private final long width;

    private final PatchEmbedding patchEmbedding;
    private final TimeEmbedding timeEmbedding;
    private final Mlp textEmbedding;
    private final long textWidth;
    private final ImageEmbedding imgEmb;
    private final AudioProjection audioProj;
    private final AttentionKernel attentionKernel;
    private final List<Block> blocks = new ArrayList<>();
    private final TokenOperations tokenOperations;
    private final TokenOperations firstTokenOperations; // of the first blocks
    private final Head head;
    private final Parameters parameters;

    /** @param weights in one floating-point precision, float32 or bfloat16 */
    public Dit(Weights weights, DitConfig config) {
        this(weights, config, AttentionPrecision.MODEL);
    }

    /**
     * @param weights in one floating-point precision, float32 or bfloat16
     * @param attention in eight bits only where {@link #attentionPrecision} says so afterwards
     */
    public Dit(Weights weights, DitConfig config, AttentionPrecision attention) {
        this(weights, config, attention, Block.HIDDEN_VALUES);
    }

    /** @param hiddenValues the most that the feed forward's hidden layer has at a time */
    Dit(Weights weights, DitConfig config, AttentionPrecision attention, long hiddenValues) {
        kernels = weights.kernels(DitKernels.class);
        core = weights.kernels(CoreKernels.class);
        manager = weights.torch().manager();
        device = weights.torch().device();
        precision = weights.precision();
        this.config = config;
        CompletableFuture<Optional<FusedRows>> own = compiling(weights, config);
        CompletableFuture<Optional<? extends EightBitAttention>> eightBits = compiling(weights, config, attention);
        patchEmbedding = new PatchEmbedding(weights.at("patch_embedding"));
        width = patchEmbedding.width();
        if (width % config.heads() != 0 || width / config.heads() % 2 != 0) {
            throw new IllegalArgumentException(
                    "A width of %d cannot be shared by %d heads of even width".formatted(width, config.heads()));
        }
        timeEmbedding = new TimeEmbedding(weights, config.frequencies(), width);
        textWidth = weights.size("text_embedding.0.weight", 1);
        textEmbedding = new Mlp(weights.at("text_embedding"), textWidth, width);
        imgEmb = new ImageEmbedding(weights.at("img_emb.proj"), width);
        audioProj = new AudioProjection(weights.at("audio_proj"), config.audioWidth(), config.framesPerLatent());
        attentionKernel = AttentionKernel.fastest(weights.torch(), precision, config.heads(), width / config.heads());
        for (int i = 0; i < weights.count("blocks"); i++) {
            blocks.add(new Block(weights.leaving("blocks." + i), config, width, hiddenValues));
        }
        head = new Head(weights.at("head"), width, config.eps());
        parameters = weights.parameters();
        tokenOperations = tokenOperations(weights.torch(), own.join(), eightBits.join(), config);
        firstTokenOperations = tokenOperations instanceof FusedTokens fused ? fused.ofFirstBlocks() : tokenOperations;
    }

    /** Begins to compile our own kernels, which takes as long as a few weights, and needs none of them. */
    private static CompletableFuture<Optional<FusedRows>> compiling(Weights weights, DitConfig config) {
        if (weights.precision() != TorchType.BF16) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        long width = weights.size("patch_embedding.weight", 0);
        return CompletableFuture.supplyAsync(() -> FusedRows.compile(weights.torch(), width, width / config.heads()));
    }

    private static CompletableFuture<Optional<? extends EightBitAttention>> compiling(
            Weights weights, DitConfig config, AttentionPrecision attention) {
        if (weights.precision() != TorchType.BF16 || attention == AttentionPrecision.MODEL) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        long headWidth = weights.size("patch_embedding.weight", 0) / config.heads();
        return CompletableFuture.supplyAsync(() -> attention == AttentionPrecision.INT8
                ? Int8Attention.compile(weights.torch(), headWidth)
                : Fp8Attention.compile(weights.torch(), headWidth));
    }

    /** By our own kernels where they run and agree with PyTorch's operations, otherwise by those. */
    private TokenOperations tokenOperations(
            Torch torch, Optional<FusedRows> own, Optional<? extends EightBitAttention> eightBits, DitConfig config) {
        PlainTokens plain = new PlainTokens(kernels, core, attentionKernel, config.eps());
        FusedTrial trial = new FusedTrial(torch, plain);
        if (blocks.isEmpty() || own.isEmpty() || !trial.agrees(own.get(), width, config.heads())) {
            return plain;
        }
        FusedRows rows = own.get();
        EightBitAttention attention =
                eightBits.filter(k -> trial.attends(k, width, config.heads())).orElse(null);
        // The first blocks may have floats where others have not.
        if (blocks.stream().noneMatch(Block::takesEightBits) || !rows.hasEightBits() || !Fp8Matrix.takesRowsOn(torch)) {
            return new FusedTokens(plain, rows, null, attention);
        }
        long hiddenWidth = blocks.get(0).hidden();
        FusedRows hidden = FusedRows.compile(torch, hiddenWidth, 8)
                .filter(k -> trial.quantizes(k, hiddenWidth) && trial.quantizes(rows, width))
                .orElse(null);
        return new FusedTokens(plain, rows, hidden, attention);
    }

    /** Whether what lies between matrix products is computed by kernels of our own. */
    public boolean hasOwnKernels() {
        return tokenOperations instanceof FusedTokens;
    }

    /** What self attention multiplies in. */
    public AttentionPrecision attentionPrecision() {
        return tokenOperations instanceof FusedTokens fused ? fused.attentionPrecision() : AttentionPrecision.MODEL;
    }

    /** The weights, for what may be added to them while no {@link Conditioning} is open: it holds what they made. */
    public Parameters parameters() {
        return parameters;
    }

    /** What self attention in the model's precision is computed by: the fastest on this device. */
    public AttentionKernel attentionKernel() {
        return attentionKernel;
    }

    /** The most tokens a prompt can have. */
    public int textLength() {
        return config.textLength();
    }

    /** Frames of voice per video frame, its own in the middle. */
    public int audioWindow() {
        return config.audioWindow();
    }

    /** Rows and columns of tokens in a latent of that size. */
    public Size tokens(Size latent) {
        long[] grid = patchEmbedding.grid(new Shape(1, patchEmbedding.patch()[0], latent.height(), latent.width()));
        return new Size((int) grid[1], (int) grid[2]);
    }

    /**
     * A timestep for the passes of a step; it belongs to the open scope.
     *
     * @param t 1000 is pure noise and 0 is none
     */
    public Time time(float t) {
        List<NDArray> both = scopedAll(() -> {
            Time time = timeEmbedding.forward(t);
            return List.of(time.e(), time.e0());
        });
        return new Time(both.get(0), both.get(1));
    }

    /** How far the blocks' modulation moves between two timesteps: its mean move as a share of its mean size before. */
    public double change(float before, float after) {
        return TensorScope.reading(
                () -> kernels.change(time(before).e0(), time(after).e0()));
    }

    /**
     * One forward pass. The caller owns the result.
     *
     * @param latent (16, T, h, w), float32
     * @return velocity from the video to the noise, (16, T, h, w), float32
     */
    public NDArray forward(NDArray latent, Time time, Conditioning given) {
        return scoped(() -> velocity(latent, blocks(tokens(latent, given), time, given), time));
    }

    /** As {@link #forward(NDArray, Time, Conditioning)}, and keeps in {@code residual} what the blocks added. */
    public NDArray forward(NDArray latent, Time time, Conditioning given, Residual residual) {
        return scoped(() -> {
            NDArray in = tokens(latent, given); // (1, L, C)
            NDArray out = blocks(in.duplicate(), time, given); // (1, L, C)
            residual.renew(out.sub(in));
            return velocity(latent, out, time);
        });
    }

    /** A forward pass without the blocks: adds what they added when {@code residual} was made. */
    public NDArray shortened(NDArray latent, Time time, Conditioning given, Residual residual) {
        return scoped(() -> velocity(latent, tokens(latent, given).add(residual.added()), time));
    }

    private NDArray tokens(NDArray latent, Conditioning given) {
        return patchEmbedding.forward(latent, given.y()); // (1, L, C)
    }

    private NDArray blocks(NDArray in, Time time, Conditioning given) { // in: (1, L, C), closed after the first block
        NDArray x = in;
        int first = blocks.size() / FIRST_ONE_OF;
        for (int i = 0; i < blocks.size(); i++) {
            NDArray before = x;
            TokenOperations operations = i < first ? firstTokenOperations : tokenOperations;
            x = blocks.get(i).forward(before, time.e0(), given, operations); // (1, L, C)
            before.close();
        }
        return x;
    }

    private NDArray velocity(NDArray latent, NDArray x, Time time) { // x: (1, L, C)
        NDArray patches = head.forward(x, time.e()); // (1, L, patch values)
        return kernels.latent(patches, patchEmbedding.grid(latent.getShape()), patchEmbedding.patch());
    }

    /** A prompt as the blocks read it: {@code tokens (n, text width)} -> (1, text length, C). */
    public NDArray text(NDArray tokens) {
        long n = tokens.getShape().get(0);
        if (n > config.textLength()) {
            throw new IllegalArgumentException(
                    "A prompt has at most %d tokens, not %d".formatted(config.textLength(), n));
        }
        return scoped(() -> {
            // Zeros go through the layers too: padding is not zero when the blocks see it.
            NDArray padding = manager.zeros(new Shape(config.textLength() - n, textWidth), DataType.FLOAT32);
            NDArray padded = place(tokens).concat(place(padding), 0);
            return textEmbedding.forward(padded.expandDims(0));
        });
    }

    /** CLIP's tokens as the blocks read them: {@code (1, N, CLIP's width)} -> (1, N, C). */
    public NDArray image(NDArray tokens) {
        return scoped(() -> imgEmb.forward(place(tokens)));
    }

    /** Audio tokens of a window: {@code windows (people, 4T-3, slots, layers, channels)} -> T times N tokens. */
    public AudioTokens audio(NDArray windows) {
        int people = (int) windows.getShape().get(0);
        NDArray tokens = scoped(() -> {
            NDArray perPerson = audioProj.forward(place(windows)); // (people, T, N, audio width)
            NDArray perFrame = perPerson.get(0); // (T, N, audio width)
            for (int person = 1; person < people; person++) {
                perFrame = perFrame.concat(perPerson.get(person), 1); // (T, people * N, audio width)
            }
            return people == 1 ? perFrame.duplicate() : perFrame;
        });
        return new AudioTokens(tokens, people);
    }

    /**
     * A window's conditioning, with the tables that all its forward passes share. What is made here belongs to the open
     * scope.
     *
     * @param y (20, T, h, w): 4 mask channels, 16 channels of the encoded frames that are given
     * @param image of {@link #image}
     * @param text of {@link #text}
     * @param audio of {@link #audio}
     * @param masks who is where, of the latent's size; only read for several people
     */
    public Conditioning conditioning(NDArray y, NDArray image, NDArray text, AudioTokens audio, SpeakerMasks masks) {
        long[] grid = patchEmbedding.grid(y.getShape());
        long headWidth = width / config.heads();
        NDArray rope = kernels.ropeGrid(y, grid[0], grid[1], grid[2], headWidth);
        if (audio.people() == 1) {
            return new Conditioning(place(y), image, text, audio, rope, null, null, new KeyValues());
        }
        if (masks.planes().size() != audio.people() + 1) {
            throw new IllegalArgumentException("%d people speak, but %d masks are given"
                    .formatted(audio.people(), masks.planes().size()));
        }
        NDArray speakers = speakers(masks.resize(new Size((int) grid[1], (int) grid[2])));
        int audioTokens = (int) audio.tokens().getShape().get(1);
        NDArray voices = SpeakerRope.voices(kernels, manager, audio.people(), audioTokens, headWidth);
        return new Conditioning(place(y), image, text, audio, rope, speakers, voices, new KeyValues());
    }

    private NDArray speakers(SpeakerMasks onTokens) {
        Size size = onTokens.planes().get(0).size();
        int pixels = size.height() * size.width();
        int planes = onTokens.planes().size();
        float[] values = new float[planes * pixels];
        for (int plane = 0; plane < planes; plane++) {
            boolean[] inside = onTokens.planes().get(plane).inside();
            for (int i = 0; i < pixels; i++) {
                values[plane * pixels + i] = inside[i] ? 1 : 0;
            }
        }
        return manager.create(values, new Shape(planes, pixels)); // (people + 1, S)
    }

    private NDArray place(NDArray x) {
        return core.place(x, device, precision.code());
    }
}
