package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.internal.cuda.FusedRows.Out;

/** Attention of all tokens to each other that multiplies in eight bits. Calls only queue the work. */
public interface EightBitAttention {
    AttentionPrecision precision();

    /** Whether it can write {@link Out#small}. */
    boolean writesEightBits();

    /**
     * Writes the attention of {@code q} to {@code k} and {@code v} into {@code out}. All are {@code (1, L, heads * head width)},
     * bfloat16 unless {@link Out} says otherwise, and lie together; {@code out} shares no memory with the others. What
     * depends on an input that is not finite is not finite either.
     *
     * @throws IllegalArgumentException if their shapes differ or are no heads of the width that was compiled for
     */
    void attend(NDArray q, NDArray k, NDArray v, Out out);

    /** Whether there are kernels for heads of that width. */
    static boolean takes(long headWidth) {
        return headWidth == 64 || headWidth == 128;
    }

    /** The heads of width {@code headWidth} in tensors that {@link #attend} is given. */
    static int heads(int headWidth, NDArray q, NDArray... others) {
        long[] shape = q.getShape().getShape();
        if (shape.length != 3 || shape[0] != 1 || shape[1] == 0 || shape[2] == 0 || shape[2] % headWidth != 0) {
            throw new IllegalArgumentException(
                    "Attention takes (1, L, heads * %d), not %s".formatted(headWidth, q.getShape()));
        }
        for (NDArray other : others) {
            if (!other.getShape().equals(q.getShape())) {
                throw new IllegalArgumentException(
                        "Attention of %s to each other, found %s as well".formatted(q.getShape(), other.getShape()));
            }
        }
        return Math.toIntExact(shape[2] / headWidth);
    }
}
