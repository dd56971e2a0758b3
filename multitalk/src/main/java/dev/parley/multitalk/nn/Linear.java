package dev.parley.multitalk.nn;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.checkpoint.Weights;
import dev.parley.multitalk.torch.CoreKernels;

/** {@code y = x W^T + b}; keys {@code weight (out, in)} and, where the layer has one, {@code bias (out)}. */
public final class Linear {
    private final CoreKernels core;
    private final NDArray weight;
    private final NDArray bias;

    private Linear(Weights weights, long in, long out, boolean withBias) {
        core = weights.kernels(CoreKernels.class);
        weight = weights.get("weight", out, in);
        bias = withBias ? weights.get("bias", out) : null;
    }

    /** A layer with a bias. */
    public Linear(Weights weights, long in, long out) {
        this(weights, in, out, true);
    }

    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights, in, out, false);
    }

    public NDArray forward(NDArray x) { // x: (..., in)
        return core.linear(x, weight, bias); // (..., out)
    }
}
