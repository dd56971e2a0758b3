package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * What linear layers multiply: rows in the model's precision, in eight bits, or both.
 *
 * @param wide (..., in); null where nobody asked for it
 * @param small (..., in), E4M3: each row divided by its step; null where nobody asked for it
 * @param step (..., 1), float32; there if {@code small} is
 */
public record Activations(NDArray wide, NDArray small, NDArray step) implements AutoCloseable {
    /** In the model's precision only. */
    public static Activations of(NDArray wide) {
        return new Activations(wide, null, null);
    }

    public Shape shape() {
        return (wide == null ? small : wide).getShape();
    }

    /** Frees the tensors, and so {@link #of} what was given. */
    @Override
    public void close() {
        if (wide != null) {
            wide.close();
        }
        if (small != null) {
            small.close();
            step.close();
        }
    }

    /** What a layer needs of its input. */
    public record Form(boolean wide, boolean small) {
        public static final Form WIDE = new Form(true, false);

        /** What two layers with the same input need. */
        public Form and(Form other) {
            return new Form(wide || other.wide, small || other.small);
        }
    }
}
