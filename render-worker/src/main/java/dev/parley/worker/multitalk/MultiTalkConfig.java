package dev.parley.worker.multitalk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Where the model computes, and in what. Where its files lie is {@code parley.models} and {@code parley.model}. */
@ConfigMapping(prefix = "parley.multitalk")
interface MultiTalkConfig {
    /** In PyTorch's words: {@code cpu}, {@code cuda:0}. */
    @WithDefault("cpu")
    String device();

    /** What the large networks compute in. {@code bf16} takes half the memory; other bits than {@code f32}. */
    @WithDefault("f32")
    Numbers precision();

    /**
     * What the VAE computes in, whatever {@link #precision()} is. {@code bf16} takes half the memory, is faster on a GPU, and
     * makes frames that differ more from {@code f32}'s than with {@link #precision()} alone.
     */
    @WithDefault("f32")
    Numbers vae();

    /**
     * The side of the overlapping tiles that the VAE takes frames in, in latent pixels: 8 pixels of the video each. The
     * smaller, the less memory, and the less like the whole. Default: frames as a whole.
     */
    OptionalInt vaeTile();

    /** How far neighboring tiles overlap, in latent pixels; at least 1 and less than half a tile. Default: a quarter of it. */
    OptionalInt vaeTileOverlap();

    /**
     * The most that stays of the transformer's blocks on the device where they leave it, as in jobs with {@code lowVram}, in
     * bytes. Default: what there is room for; nothing where the device's memory is not known.
     */
    OptionalLong lowVramBytes();

    /**
     * How many bytes the device has for weights and all that is computed. Default: what the GPU says, less a gigabyte for the
     * driver and its libraries; no limit on the CPU. Lower it where a GPU is shared.
     */
    OptionalLong memoryBytes();

    /**
     * Threads that PyTorch computes with on the CPU. Default: one per core. Workers that shall make the same bytes of
     * the same chunk need the same number.
     */
    OptionalInt threads();

    enum Numbers {
        F32,
        BF16
    }
}
