package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.scopedAll;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.List;

/** Norm, SiLU, convolution, twice, around a shortcut; keys {@code residual.*} and {@code shortcut}. */
final class ResidualBlock implements Layer {
    private final PixelOperations pixels;
    private final NDArray norm1; // (in, 1, 1, 1)
    private final CausalConv3d conv1;
    private final NDArray norm2; // (out, 1, 1, 1)
    private final CausalConv3d conv2;
    private final CausalConv3d shortcut; // null where the width stays

    ResidualBlock(Weights weights, PixelOperations pixels) {
        this.pixels = pixels;
        norm1 = weights.get("residual.0.gamma", Weights.ANY, 1, 1, 1);
        conv1 = new CausalConv3d(weights.at("residual.2"), pixels);
        norm2 = weights.get("residual.3.gamma", conv1.out(), 1, 1, 1);
        conv2 = new CausalConv3d(weights.at("residual.6"), pixels);
        shortcut = weights.has("shortcut.weight") ? new CausalConv3d(weights.at("shortcut"), pixels) : null;
    }

    @Override
    public int slicesBefore(long frames) {
        return conv1.slicesBefore(frames) + conv2.slicesBefore(frames);
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, in, H, W)
        List<NDArray> y = scopedAll(() -> conv1.terms(x, norm1, stream)); // (T, out, H, W)
        List<NDArray> z = scopedAll(() -> conv2.terms(y, conv1, norm2, stream)); // (T, out, H, W)
        y.forEach(NDArray::close);
        return pixels.sumAdd(z, conv2, shortcut == null ? x : shortcut.forward(x, stream)); // (T, out, H, W)
    }
}
