package dev.parley.multitalk.internal.text;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** A block of the text encoder: self attention and gated feed forward, each preceded by its norm; no biases. */
final class TextBlock {
    private final CoreKernels core;
    private final TextKernels kernels;
    private final RmsNorm norm1;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear o;
    private final Parameter posEmbedding;
    private final RmsNorm norm2;
    private final Linear gate;
    private final Linear fc1;
    private final Linear fc2;

    TextBlock(Weights weights, TextEncoderSizes sizes) {
        long width = sizes.width();
        core = weights.kernels(CoreKernels.class);
        kernels = weights.kernels(TextKernels.class);
        norm1 = new RmsNorm(weights.at("norm1"), width);
        q = Linear.withoutBias(weights.at("attn.q"), width, sizes.attention());
        k = Linear.withoutBias(weights.at("attn.k"), width, sizes.attention());
        v = Linear.withoutBias(weights.at("attn.v"), width, sizes.attention());
        o = Linear.withoutBias(weights.at("attn.o"), sizes.attention(), width);
        posEmbedding = weights.parameter("pos_embedding.embedding.weight", sizes.buckets(), sizes.heads());
        norm2 = new RmsNorm(weights.at("norm2"), width);
        gate = Linear.withoutBias(weights.at("ffn.gate.0"), width, sizes.ffn());
        fc1 = Linear.withoutBias(weights.at("ffn.fc1"), width, sizes.ffn());
        fc2 = Linear.withoutBias(weights.at("ffn.fc2"), sizes.ffn(), width);
    }

    NDArray forward(NDArray x) { // x: (1, L, C)
        NDArray y = x.add(attention(norm1.forward(x))); // (1, L, C)
        return y.add(feedForward(norm2.forward(y))); // (1, L, C)
    }

    private NDArray attention(NDArray x) { // x: (1, L, C)
        NDArray bias = kernels.positionBias(posEmbedding.get(), x.getShape().get(1)); // (1, heads, L, L)
        return o.forward(kernels.attention(q.forward(x), k.forward(x), v.forward(x), bias)); // (1, L, C)
    }

    private NDArray feedForward(NDArray x) { // x: (1, L, C)
        return fc2.forward(fc1.forward(x).mul(core.geluTanh(gate.forward(x)))); // (1, L, C)
    }
}
