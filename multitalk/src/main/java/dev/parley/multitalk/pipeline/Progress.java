package dev.parley.multitalk.pipeline;

/** Hears how a render goes on, and may end it by throwing: its exception comes out of the render as it is. */
@FunctionalInterface
public interface Progress {
    /** Before each forward pass: {@code step} of {@code steps}, {@code pass} of {@code passes}, all from 0. */
    void forward(Window window, int step, int steps, int pass, int passes);

    /** Listens to nothing. */
    static Progress ignored() {
        return (window, step, steps, pass, passes) -> {};
    }
}
