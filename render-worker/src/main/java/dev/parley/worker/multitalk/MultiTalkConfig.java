package dev.parley.worker.multitalk;

import dev.parley.multitalk.AttentionPrecision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Device and precision of the model. Its location is set by {@code parley.models} and {@code parley.model}. */
@ConfigMapping(prefix = "parley.multitalk")
public interface MultiTalkConfig {
    /** In PyTorch's words: {@code cpu}, {@code cuda:0}. */
    @WithDefault("cpu")
    String device();

    /**
     * Further devices of the same kind, {@code cuda:1,cuda:2}: they compute some of a step's forward passes at the same time,
     * each with the transformer's weights of its own. One that does not compute rightly is left out. Default: none.
     */
    Optional<List<String>> furtherDevices();

    /** Precision of the large networks. {@code bf16} takes half the memory; results differ from {@code f32}. */
    @WithDefault("f32")
    Numbers precision();

    /**
     * Precision of the VAE, independent of {@link #precision()}. {@code bf16} takes half the memory, is faster, and changes the
     * frames more than {@link #precision()} alone does. Default: {@code bf16} on a CPU that computes in it and does so
     * rightly, {@code f32} elsewhere.
     */
    Optional<Numbers> vae();

    /**
     * What self attention multiplies in. {@code int8} (queries and keys) and {@code fp8} (all; Hopper and later) need a GPU and
     * {@link #precision()} {@code bf16}; they are less exact, and {@code int8} is not faster on every GPU. {@code model} is
     * {@link #precision()}.
     */
    @WithDefault("model")
    AttentionPrecision attention();

    /**
     * Side of the VAE's overlapping tiles in latent pixels, 8 pixels of the video each. Smaller tiles need less memory and
     * differ more from the untiled result. Default: no tiles.
     */
    OptionalInt vaeTile();

    /** How far neighboring tiles overlap, in latent pixels; at least 1 and less than half a tile. Default: a quarter of it. */
    OptionalInt vaeTileOverlap();

    /**
     * How many bytes of transformer blocks stay on the device when blocks are offloaded, as in jobs with {@code lowVram}.
     * Default: whatever fits; nothing if the device's memory is unknown.
     */
    OptionalLong lowVramBytes();

    /**
     * Bytes of device memory for weights and activations, on each device. Default: the smallest GPU's memory less 1 GiB for the
     * driver and its libraries; unlimited on the CPU. Lower it if the GPU is shared.
     */
    OptionalLong memoryBytes();

    /**
     * PyTorch threads on the CPU. Default: one per core. Workers that should render a chunk to identical bytes need the
     * same number.
     */
    OptionalInt threads();

    enum Numbers {
        F32,
        BF16
    }
}
