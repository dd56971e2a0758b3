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
