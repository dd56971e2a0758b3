package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** The CLIP tokens at the width of the model; key {@code img_emb.proj}. */
final class ImageEmbedding {
    private static final double EPS = 1e-5;

    private final CoreKernels core;
    private final LayerNorm normIn;
    private final Linear up;
    private final Linear down;
    private final LayerNorm normOut;

    ImageEmbedding(Weights weights, long width) {
        core = weights.kernels(CoreKernels.class);
        long in = weights.size("0.weight", 0);
        long hidden = weights.size("1.weight", 0);
        normIn = new LayerNorm(weights.at("0"), in, EPS);
        up = new Linear(weights.at("1"), in, hidden);
        down = new Linear(weights.at("3"), hidden, width);
        normOut = new LayerNorm(weights.at("4"), width, EPS);
    }

    NDArray forward(NDArray x) { // x: (1, N, CLIP's width)
        return normOut.forward(down.forward(core.gelu(up.forward(normIn.forward(x))))); // (1, N, C)
    }
}
