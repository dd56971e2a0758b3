package dev.parley.multitalk.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.checkpoint.Weights;
import java.util.List;

/** From tokens back to patches of latent, in float32 behind the norm; key {@code head}. */
final class Head {
    private final DitKernels kernels;
    private final double eps;
    private final long width;
    private final NDArray modulation; // (1, 2, C)
    private final NDArray weight; // (patch values, C)
    private final NDArray bias; // (patch values)

    Head(Weights weights, long width, double eps) {
        kernels = weights.kernels(DitKernels.class);
        this.eps = eps;
        this.width = width;
        modulation = weights.get("modulation", 1, 2, width);
        long values = weights.size("head.weight", 0);
        weight = weights.get("head.weight", values, width);
        bias = weights.get("head.bias", values);
    }

    NDArray forward(NDArray x, NDArray e) { // x: (1, L, C), e: (1, C)
        List<NDArray> m = kernels.modulation(modulation, e.reshape(1, 1, width));
        return kernels.head(x, m.get(0), m.get(1), weight, bias, eps); // (1, L, patch values)
    }
}
