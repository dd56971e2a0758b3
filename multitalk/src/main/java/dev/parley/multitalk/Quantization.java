package dev.parley.multitalk;

import dev.parley.multitalk.checkpoint.Int8Layers;

/** Whether the linear layers of the transformer and the text encoder have weights in eight bits. */
public enum Quantization {
    /** They are as their {@link Precision} says. */
    NONE,
    /** Half the memory of bfloat16. Inputs stay floats: the reference's arithmetic. */
    INT8,
    /** As {@link #INT8}, and each row of the inputs is quantised while it is multiplied: faster, and a little less exact. */
    INT8_DYNAMIC;

    /** Of {@code layers}, those that this quantises, its way. */
    Int8Layers of(Int8Layers layers) {
        return switch (this) {
            case NONE -> Int8Layers.NONE;
            case INT8 -> layers;
            case INT8_DYNAMIC -> layers.withDynamicInputs();
        };
    }
}
