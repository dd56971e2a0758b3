package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;

/** One-headed self attention among the pixels of each frame; keys {@code norm}, {@code to_qkv}, {@code proj}. */
final class AttentionBlock implements Layer {
    private final VaeKernels kernels;
    private final NDArray norm; // (C, 1, 1)
    private final NDArray toQkvWeight; // (3C, C, 1, 1)
    private final NDArray toQkvBias; // (3C)
    private final NDArray projWeight; // (C, C, 1, 1)
    private final NDArray projBias; // (C)

    AttentionBlock(Weights weights) {
        kernels = weights.kernels(VaeKernels.class);
        long width = weights.size("norm.gamma", 0);
        norm = weights.get("norm.gamma", width, 1, 1);
        toQkvWeight = weights.get("to_qkv.weight", 3 * width, width, 1, 1);
        toQkvBias = weights.get("to_qkv.bias", 3 * width);
        projWeight = weights.get("proj.weight", width, width, 1, 1);
        projBias = weights.get("proj.bias", width);
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, C, H, W)
        return kernels.attention(x, norm, toQkvWeight, toQkvBias, projWeight, projBias); // (T, C, H, W)
    }
}
