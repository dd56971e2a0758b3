package dev.parley.multitalk.dit;

import static dev.parley.multitalk.torch.Scope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.checkpoint.Weights;
import dev.parley.multitalk.nn.Linear;
import dev.parley.multitalk.nn.RmsNorm;
import dev.parley.multitalk.torch.CoreKernels;

/** Attention to the picture and to the prompt with the same queries, added; key {@code cross_attn}. */
final class CrossAttention {
    private final CoreKernels core;
    private final int heads;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear o;
    private final Linear kImg;
    private final Linear vImg;
    private final RmsNorm normQ;
    private final RmsNorm normK;
    private final RmsNorm normKImg;

    CrossAttention(Weights weights, long width, int heads) {
        core = weights.kernels(CoreKernels.class);
        this.heads = heads;
        q = new Linear(weights.at("q"), width, width);
        k = new Linear(weights.at("k"), width, width);
        v = new Linear(weights.at("v"), width, width);
        o = new Linear(weights.at("o"), width, width);
        kImg = new Linear(weights.at("k_img"), width, width);
        vImg = new Linear(weights.at("v_img"), width, width);
        normQ = new RmsNorm(weights.at("norm_q"), width);
        normK = new RmsNorm(weights.at("norm_k"), width);
        normKImg = new RmsNorm(weights.at("norm_k_img"), width);
    }

    NDArray forward(NDArray x, NDArray image, NDArray text) { // x: (1, L, C), image: (1, N, C), text: (1, M, C)
        NDArray query = scoped(() -> normQ.forward(q.forward(x))); // (1, L, C)
        NDArray seen = scoped(() ->
                core.attention(query, normKImg.forward(kImg.forward(image)), vImg.forward(image), heads)); // (1, L, C)
        // All of the text's tokens, padding included: the model was trained to see them.
        NDArray read = scoped(
                () -> core.attention(query, normK.forward(k.forward(text)), v.forward(text), heads)); // (1, L, C)
        query.close();
        return o.forward(read.add(seen)); // (1, L, C)
    }
}
