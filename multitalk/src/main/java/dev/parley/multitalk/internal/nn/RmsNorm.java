package dev.parley.multitalk.internal.nn;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** Root mean square norm over the last axis, times {@code weight}, in float32. */
public final class RmsNorm {
    /** Added to the mean square. */
    public static final double EPS = 1e-6;

    private final CoreKernels core;
    private final Parameter weight;

    public RmsNorm(Weights weights, long width) {
        core = weights.kernels(CoreKernels.class);
        weight = weights.parameter("weight", width);
    }

    /** (width) */
    public NDArray weight() {
        return weight.get();
    }

    public NDArray forward(NDArray x) { // x: (..., width)
        return core.rmsNorm(x, EPS, weight.get()); // (..., width)
    }
}
