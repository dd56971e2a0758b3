package dev.parley.multitalk.internal.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** A block of the image tower: self attention and feed forward, each preceded by its norm. */
final class ImageBlock {
    private final CoreKernels core;
    private final int heads;
    private final LayerNorm norm1;
    private final Linear toQkv;
    private final Linear proj;
    private final LayerNorm norm2;
    private final Linear mlp0;
    private final Linear mlp2;

    ImageBlock(Weights weights, ImageEncoderSizes sizes) {
        long width = sizes.width();
        core = weights.kernels(CoreKernels.class);
        heads = sizes.heads();
        norm1 = new LayerNorm(weights.at("norm1"), width, ImageEncoder.EPS);
        toQkv = new Linear(weights.at("attn.to_qkv"), width, 3 * width);
        proj = new Linear(weights.at("attn.proj"), width, width);
        norm2 = new LayerNorm(weights.at("norm2"), width, ImageEncoder.EPS);
        mlp0 = new Linear(weights.at("mlp.0"), width, sizes.mlp());
        mlp2 = new Linear(weights.at("mlp.2"), sizes.mlp(), width);
    }

    NDArray forward(NDArray x) { // x: (B, L, C)
        NDArray y = x.add(attention(norm1.forward(x))); // (B, L, C)
        return y.add(mlp2.forward(core.gelu(mlp0.forward(norm2.forward(y))))); // (B, L, C)
    }

    private NDArray attention(NDArray x) { // x: (B, L, C)
        NDList qkv = toQkv.forward(x).split(3, 2); // 3 x (B, L, C)
        return proj.forward(core.attention(qkv.get(0), qkv.get(1), qkv.get(2), heads)); // (B, L, C)
    }
}
