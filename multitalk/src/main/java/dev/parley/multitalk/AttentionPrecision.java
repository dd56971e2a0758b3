package dev.parley.multitalk;

/** What the transformer's self attention multiplies in. */
public enum AttentionPrecision {
    /** In the transformer's {@link Precision}, by PyTorch's fastest kernel. */
    MODEL,
    /**
     * Queries and keys in int8, the rest in bfloat16, by a kernel of our own: less exact. Meant for GPUs without Hopper's
     * instructions, such as an L40S, where it was not measured; slower than {@link #MODEL} on an H200. Where a device or model
     * does not allow it, as {@link #MODEL}; {@link MultiTalk#attentionPrecision} tells.
     */
    INT8,
    /**
     * In floats of eight bits (E4M3), by cuDNN, on Hopper and later, but for the first quarter of the blocks: the fastest, and the
     * least exact. Elsewhere as {@link #MODEL}.
     */
    FP8
}
