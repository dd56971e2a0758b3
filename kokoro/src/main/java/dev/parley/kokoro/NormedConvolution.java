package dev.parley.kokoro;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.TensorScope;

/** A convolution over time, as long as its input; keys {@code weight_g}, {@code weight_v}, {@code bias}. */
final class NormedConvolution {
    private final KokoroKernels kernels;
    private final NDArray weight;
    private final NDArray bias;

    NormedConvolution(Weights weights) {
        kernels = weights.kernels(KokoroKernels.class);
        weight = weight(weights);
        bias = weights.has("bias") ? weights.get("bias", Weights.ANY) : null;
    }

    /** {@code weight_v}, each row as long as {@code weight_g} says. */
    static NDArray weight(Weights weights) {
        NDArray v = weights.get("weight_v", Weights.ANY, Weights.ANY, Weights.ANY);
        NDArray g = weights.get("weight_g", v.getShape().get(0), 1, 1);
        NDArray weight = TensorScope.keep(weights.kernels(KokoroKernels.class).weightNorm(v, g));
        v.close();
        g.close();
        return weight; // as v
    }

    long out() {
        return weight.getShape().get(0);
    }

    NDArray forward(NDArray x) { // x: (B, in, L)
        return forward(x, 1, 1); // (B, out, L)
    }

    /** Of the periodic activation of a norm: {@code asked (1, 2 in)}, {@code alpha (1, in, 1)}. */
    NDArray snake(NDArray x, NDArray asked, NDArray alpha, long dilation) { // x: (B, in, L)
        return kernels.snakeConvolve(x, asked, alpha, weight, dilation, bias); // (B, out, L)
    }

    NDArray forward(NDArray x, long stride, long dilation) {
        long padding = (weight.getShape().get(2) - 1) * dilation / 2;
        return kernels.convolve(x, weight, stride, padding, dilation, bias); // (B, out, L / stride)
    }
}
