package dev.parley.multitalk.internal.nn;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** Layer norm over the last axis in float32, whatever the type of its input; keys {@code weight} and {@code bias}. */
public final class LayerNorm {
    private final CoreKernels core;
    private final double eps;
    private final Parameter weight;
    private final Parameter bias;

    public LayerNorm(Weights weights, long width, double eps) {
        core = weights.kernels(CoreKernels.class);
        this.eps = eps;
        weight = weights.parameter("weight", width);
        bias = weights.parameter("bias", width);
    }

    /** (width) */
    public NDArray weight() {
        return weight.get();
    }

    /** (width) */
    public NDArray bias() {
        return bias.get();
    }

    public double eps() {
        return eps;
    }

    public NDArray forward(NDArray x) { // x: (..., width)
        return core.layerNorm(x, eps, weight.get(), bias.get()); // (..., width)
    }
}
