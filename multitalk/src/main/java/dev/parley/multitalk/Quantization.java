package dev.parley.multitalk;

import dev.parley.multitalk.checkpoint.EightBitLayers;

/** Whether the linear layers of the transformer and the text encoder have weights in eight bits. */
public enum Quantization {
    /** They are as their {@link Precision} says. */
    NONE,
    /** Half the memory of bfloat16. Inputs stay floats: the reference's arithmetic. */
    INT8,
    /**
     * As {@link #INT8}, and each row of the inputs is quantized while it is multiplied: less exact, and slower on an
     * H200.
     */
    INT8_DYNAMIC,
    /**
     * Floats of eight bits, inputs too, in the transformer: as small as {@link #INT8}, faster on GPUs that multiply them,
     * and less exact. Made of the checkpoint in higher precision only. The text encoder is as with {@link #INT8}.
     */
    FP8;

    /** Of {@code layers}, those that this quantizes, its way. */
    EightBitLayers of(EightBitLayers layers) {
        return switch (this) {
            case NONE -> EightBitLayers.NONE;
            case INT8 -> layers;
            case INT8_DYNAMIC -> layers.as(EightBitLayers.Kind.INT8_DYNAMIC);
            case FP8 -> layers.as(EightBitLayers.Kind.FP8);
        };
    }
}
