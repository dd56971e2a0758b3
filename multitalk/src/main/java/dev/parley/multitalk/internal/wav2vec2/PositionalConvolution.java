package dev.parley.multitalk.internal.wav2vec2;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;

/**
 * Tells steps where they are by a wide convolution. Its weight is stored as a direction and a length for each place of
 * the kernel, under either of the names that PyTorch has given them.
 */
final class PositionalConvolution {
    private final CoreKernels core;
    private final SpeechKernels kernels;
    private final int groups;
    private final NDArray weight;
    private final NDArray bias;

    PositionalConvolution(Weights weights, long width, int groups) {
        core = weights.kernels(CoreKernels.class);
        kernels = weights.kernels(SpeechKernels.class);
        this.groups = groups;
        boolean newNames = weights.has("parametrizations.weight.original1");
        String length = newNames ? "parametrizations.weight.original0" : "weight_g";
        String direction = newNames ? "parametrizations.weight.original1" : "weight_v";
        NDArray g = weights.get(length, 1, 1, weights.size(direction, 2));
        NDArray v = weights.get(direction, width, width / groups, Weights.ANY);
        weight = TensorScope.keep(kernels.weightNorm(v, g)); // (C, C/groups, kernel)
        g.close();
        v.close();
        bias = weights.get("bias", width);
    }

    NDArray forward(NDArray x) { // x: (B, L, C)
        return core.gelu(kernels.convolvePositions(x, weight, bias, groups)); // (B, L, C)
    }
}
