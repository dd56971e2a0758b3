package dev.parley.worker.multitalk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** Where the model computes, and in what. Where its files lie is {@code parley.models} and {@code parley.model}. */
@ConfigMapping(prefix = "parley.multitalk")
interface MultiTalkConfig {
    /** In PyTorch's words: {@code cpu}, {@code cuda:0}. */
    @WithDefault("cpu")
    String device();

    /** What the large networks compute in. {@code bf16} takes half the memory; other bits than {@code f32}. */
    @WithDefault("f32")
    Numbers precision();

    /** How much of the transformer's blocks stays on the device in jobs with {@code lowVram}, in bytes. */
    @WithDefault("0")
    long lowVramBytes();

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
