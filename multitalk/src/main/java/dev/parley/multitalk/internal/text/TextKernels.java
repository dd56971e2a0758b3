package dev.parley.multitalk.internal.text;

import ai.djl.ndarray.NDArray;

/** What only the text encoder computes; {@code text.py} holds the functions. */
interface TextKernels {
    /** Relative positions in T5's buckets: {@code table (buckets, heads)} to {@code (1, heads, length, length)}. */
    NDArray positionBias(NDArray table, long length);

    /** Attention without scale; {@code bias (1, heads, L, L)} is added to the scores, softmax is in float32. */
    NDArray attention(NDArray q, NDArray k, NDArray v, NDArray bias);
}
