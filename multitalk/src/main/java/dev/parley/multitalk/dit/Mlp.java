package dev.parley.multitalk.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.checkpoint.Weights;

/** Linear, GELU by tanh, linear; keys {@code 0} and {@code 2}, for {@code ffn} and {@code text_embedding}. */
final class Mlp {
    private final DitKernels kernels;
    private final NDArray up; // (hidden, in)
    private final NDArray upBias; // (hidden)
    private final NDArray down; // (out, hidden)
    private final NDArray downBias; // (out)

    Mlp(Weights weights, long in, long out) {
        kernels = weights.kernels(DitKernels.class);
        long hidden = weights.size("0.weight", 0);
        up = weights.get("0.weight", hidden, in);
        upBias = weights.get("0.bias", hidden);
        down = weights.get("2.weight", out, hidden);
        downBias = weights.get("2.bias", out);
    }

    /** Width of the layer between. */
    long hidden() {
        return up.getShape().get(0);
    }

    NDArray forward(NDArray x) { // x: (..., in)
        return kernels.mlp(x, up, upBias, down, downBias); // (..., out)
    }
}
