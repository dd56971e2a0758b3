package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;

/** Norm, SiLU, convolution, twice, around a shortcut; keys {@code residual.*} and {@code shortcut}. */
final class ResidualBlock implements Layer {
    private final VaeKernels kernels;
    private final NDArray norm1; // (in, 1, 1, 1)
    private final CausalConv3d conv1;
    private final NDArray norm2; // (out, 1, 1, 1)
    private final CausalConv3d conv2;
    private final CausalConv3d shortcut; // null where the width stays

    ResidualBlock(Weights weights) {
        kernels = weights.kernels(VaeKernels.class);
        norm1 = weights.get("residual.0.gamma", Weights.ANY, 1, 1, 1);
        conv1 = new CausalConv3d(weights.at("residual.2"));
        norm2 = weights.get("residual.3.gamma", conv1.out(), 1, 1, 1);
        conv2 = new CausalConv3d(weights.at("residual.6"));
        shortcut = weights.has("shortcut.weight") ? new CausalConv3d(weights.at("shortcut")) : null;
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, in, H, W)
        NDArray y = scoped(() -> conv1.forward(kernels.normSilu(x, norm1), stream)); // (T, out, H, W)
        NDArray z = scoped(() -> conv2.forward(kernels.normSilu(y, norm2), stream)); // (T, out, H, W)
        y.close();
        return z.add(shortcut == null ? x : shortcut.forward(x, stream)); // (T, out, H, W)
    }
}
