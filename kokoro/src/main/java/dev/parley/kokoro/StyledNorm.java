package dev.parley.kokoro;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;

/** Instance norm whose factor and offset come from a style; key {@code fc}. */
final class StyledNorm {
    private final KokoroKernels kernels;
    private final Linear fc;

    StyledNorm(Weights weights, long channels) {
        kernels = weights.kernels(KokoroKernels.class);
        weights.ignoring("norm."); // published weights have none: ones and zeros
        fc = new Linear(weights.at("fc"), weights.size("fc.weight", 1), 2 * channels);
    }

    NDArray forward(NDArray x, NDArray style) { // x: (B, C, L), style: (1, S)
        return kernels.styled(x, fc.forward(style)); // (B, C, L)
    }

    /** As {@link #forward}, then the periodic activation. */
    NDArray snake(NDArray x, NDArray style, NDArray alpha) { // alpha: (1, C, 1)
        return kernels.styledSnake(x, fc.forward(style), alpha); // (B, C, L)
    }
}
