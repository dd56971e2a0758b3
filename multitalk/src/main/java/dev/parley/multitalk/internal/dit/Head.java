package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.parameter.Parameter;
import java.util.List;

/** From tokens back to patches of latent, in float32 after the norm; key {@code head}. */
final class Head {
    private final DitKernels kernels;
    private final double eps;
    private final long width;
    private final Parameter modulation; // (1, 2, C)
    private final Linear head;

    Head(Weights weights, long width, double eps) {
        kernels = weights.kernels(DitKernels.class);
        this.eps = eps;
        this.width = width;
        modulation = weights.parameter("modulation", 1, 2, width);
        head = new Linear(weights.at("head"), width, weights.size("head.weight", 0));
    }

    NDArray forward(NDArray x, NDArray e) { // x: (1, L, C), e: (1, C)
        List<NDArray> m = kernels.modulation(modulation.get(), e.reshape(1, 1, width));
        return head.forward(kernels.modulate32(x, m.get(0), m.get(1), eps)); // (1, L, patch values)
    }
}
