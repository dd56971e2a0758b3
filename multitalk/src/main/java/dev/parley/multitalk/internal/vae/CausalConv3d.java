package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;

/** A 3-D convolution that looks back in time only; before the first frame there are zeros. */
final class CausalConv3d {
    private final VaeKernels kernels;
    private final NDArray weight; // (out, in, time, height, width)
    private final NDArray bias; // (out)
    private final int lookBack;

    CausalConv3d(Weights weights) {
        kernels = weights.kernels(VaeKernels.class);
        long out = weights.size("weight", 0);
        weight = weights.get("weight", out, Weights.ANY, Weights.ANY, Weights.ANY, Weights.ANY);
        bias = weights.get("bias", out);
        lookBack = (int) weight.getShape().get(2) - 1;
    }

    NDArray forward(NDArray x, Stream stream) { // x: (T, in, H, W)
        NDArray past = stream.past(this).orElseGet(() -> kernels.noPast(x, lookBack)); // (lookBack, in, H, W)
        NDArray y = kernels.convolve(past, x, weight, bias, 1); // (T, out, H, W)
        if (lookBack > 0) {
            stream.remember(this, kernels.last(past, x, lookBack));
        }
        return y;
    }

    long out() {
        return weight.getShape().get(0);
    }
}
