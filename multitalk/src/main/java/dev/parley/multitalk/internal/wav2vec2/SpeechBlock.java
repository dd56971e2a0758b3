package dev.parley.multitalk.internal.wav2vec2;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** A layer of the speech encoder: self attention and feed forward, each followed by a norm of the sum. */
final class SpeechBlock {
    private final CoreKernels core;
    private final int heads;
    private final Linear qProj;
    private final Linear kProj;
    private final Linear vProj;
    private final Linear outProj;
    private final LayerNorm layerNorm;
    private final Linear intermediateDense;
    private final Linear outputDense;
    private final LayerNorm finalLayerNorm;

    SpeechBlock(Weights weights, long width, SpeechEncoderConfig config) {
        core = weights.kernels(CoreKernels.class);
        heads = config.heads();
        qProj = new Linear(weights.at("attention.q_proj"), width, width);
        kProj = new Linear(weights.at("attention.k_proj"), width, width);
        vProj = new Linear(weights.at("attention.v_proj"), width, width);
        outProj = new Linear(weights.at("attention.out_proj"), width, width);
        layerNorm = new LayerNorm(weights.at("layer_norm"), width, config.eps());
        long inner = weights.size("feed_forward.intermediate_dense.weight", 0);
        intermediateDense = new Linear(weights.at("feed_forward.intermediate_dense"), width, inner);
        outputDense = new Linear(weights.at("feed_forward.output_dense"), inner, width);
        finalLayerNorm = new LayerNorm(weights.at("final_layer_norm"), width, config.eps());
    }

    NDArray forward(NDArray x) { // x: (B, L, C)
        NDArray y = layerNorm.forward(x.add(attention(x))); // (B, L, C)
        NDArray inner = core.gelu(intermediateDense.forward(y)); // (B, L, inner)
        return finalLayerNorm.forward(y.add(outputDense.forward(inner))); // (B, L, C)
    }

    private NDArray attention(NDArray x) { // x: (B, L, C)
        return outProj.forward(
                core.attention(qProj.forward(x), kProj.forward(x), vProj.forward(x), heads)); // (B, L, C)
    }
}
