package dev.parley.multitalk;

/** Whether the linear layers of the transformer and the text encoder have weights in eight bits. */
public enum Quantization {
    /** No: they have the type that {@link Precision} gives. */
    NONE,
    /** Half the memory of bfloat16. Inputs stay floats, as in the reference. */
    INT8,
    /**
     * As {@link #INT8}, and inputs are quantized row by row for multiplication: less exact, and slower on an H200.
     */
    INT8_DYNAMIC,
    /**
     * Eight-bit floats in the transformer, for inputs as well: nearly as small as {@link #INT8}, faster on GPUs with FP8
     * products, less exact. Of the first third of the blocks three layers stay in the type that {@link Precision} gives,
     * those that lose most: the feed forward's first, and self attention's {@code v} and {@code o}. Made from the checkpoint
     * in higher precision, while it is loaded or by {@link Conversion#toFp8}. The text encoder uses {@link #INT8}.
     */
    FP8;
}
