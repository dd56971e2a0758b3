package dev.parley.multitalk;

import dev.parley.plan.Window;

/** Follows the progress of a render, and may end it by throwing: the render rethrows the exception unchanged. */
@FunctionalInterface
public interface RenderListener {
    /** Called before each slice of a window is encoded or decoded: {@code slice} of {@code slices}, from 0. */
    default void slice(Window window, Coding coding, int slice, int slices) {}

    /** What the VAE does with a window: it encodes the given frames before the first step and decodes all frames after the last. */
    enum Coding {
        ENCODE,
        DECODE
    }

    /** Called before each forward pass: {@code step} of {@code steps}, {@code pass} of {@code passes}, all from 0. */
    void forward(Window window, int step, int steps, int pass, int passes);

    /**
     * Asked before each step at which a window can be left, {@code step} from 1; of those that it was gone on with at,
     * not before the first. If it shall be, the render throws a {@link WindowLeftException}.
     */
    default boolean leaves(Window window, int step) {
        return false;
    }

    /** Ignores everything. */
    static RenderListener ignored() {
        return (window, step, steps, pass, passes) -> {};
    }
}
