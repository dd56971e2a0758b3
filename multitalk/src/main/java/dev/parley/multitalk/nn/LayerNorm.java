package dev.parley.multitalk.nn;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.checkpoint.Weights;
import dev.parley.multitalk.torch.CoreKernels;

/** Layer norm over the last axis in float32, whatever the type of its input; keys {@code weight} and {@code bias}. */
public final class LayerNorm {
    private final CoreKernels core;
    private final double eps;
    private final NDArray weight;
    private final NDArray bias;

    public LayerNorm(Weights weights, long width, double eps) {
        core = weights.kernels(CoreKernels.class);
        this.eps = eps;
        weight = weights.get("weight", width);
        bias = weights.get("bias", width);
    }

    public NDArray forward(NDArray x) { // x: (..., width)
        return core.layerNorm(x, eps, weight, bias); // (..., width)
    }
}
