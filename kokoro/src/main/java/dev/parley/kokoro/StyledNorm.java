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
        return kernels.styled(x, asked(style)); // (B, C, L)
    }

    /** Factors and offsets: (1, 2 C). */
    NDArray asked(NDArray style) { // style: (1, S)
        return fc.forward(style);
    }
}
