package dev.parley.multitalk.pipeline;

import dev.parley.plan.Window;

/** Hears how a render goes on, and may end it by throwing: its exception comes out of the render as it is. */
@FunctionalInterface
public interface RenderListener {
    /** Before each slice of a window that is encoded or decoded: {@code slice} of {@code slices}, from 0. */
    default void slice(Window window, Coding coding, int slice, int slices) {}

    /** What the VAE does with a window: encodes what is given before the first step, decodes the frames behind the last. */
    enum Coding {
        ENCODE,
        DECODE
    }

    /** Before each forward pass: {@code step} of {@code steps}, {@code pass} of {@code passes}, all from 0. */
    void forward(Window window, int step, int steps, int pass, int passes);

    /** Listens to nothing. */
    static RenderListener ignored() {
        return (window, step, steps, pass, passes) -> {};
    }
}
