package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.stream.LongStream;

/** What phonemes mean to each other: one transformer layer applied many times, arXiv 1909.11942. */
final class Albert {
    private static final double EPS = 1e-12;

    private final CoreKernels core;
    private final KokoroKernels kernels;
    private final int heads;
    private final int layers;
    private final NDArray words;
    private final NDArray positions;
    private final NDArray types;
    private final LayerNorm norm;
    private final Linear mapping;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear dense;
    private final LayerNorm attentionNorm;
    private final Linear ffn;
    private final Linear ffnOutput;
    private final LayerNorm fullNorm;
    private final long width;

    Albert(Weights weights, KokoroConfig config) {
        core = weights.kernels(CoreKernels.class);
        kernels = weights.kernels(KokoroKernels.class);
        weights.ignoring("pooler.", "embeddings.position_ids");
        heads = config.heads();
        layers = config.layers();
        long embedding = weights.size("embeddings.word_embeddings.weight", 1);
        words = weights.get("embeddings.word_embeddings.weight", Weights.ANY, embedding);
        positions = weights.get("embeddings.position_embeddings.weight", config.positions(), embedding);
        types = weights.get("embeddings.token_type_embeddings.weight", Weights.ANY, embedding);
        norm = new LayerNorm(weights.at("embeddings.LayerNorm"), embedding, EPS);
        width = weights.size("encoder.embedding_hidden_mapping_in.weight", 0);
        if (width % heads != 0) {
            throw new IllegalArgumentException("A width of %d is not shared by %d heads".formatted(width, heads));
        }
        mapping = new Linear(weights.at("encoder.embedding_hidden_mapping_in"), embedding, width);
        Weights layer = weights.at("encoder.albert_layer_groups.0.albert_layers.0");
        query = new Linear(layer.at("attention.query"), width, width);
        key = new Linear(layer.at("attention.key"), width, width);
        value = new Linear(layer.at("attention.value"), width, width);
        dense = new Linear(layer.at("attention.dense"), width, width);
        attentionNorm = new LayerNorm(layer.at("attention.LayerNorm"), width, EPS);
        long inner = layer.size("ffn.weight", 0);
        ffn = new Linear(layer.at("ffn"), width, inner);
        ffnOutput = new Linear(layer.at("ffn_output"), inner, width);
        fullNorm = new LayerNorm(layer.at("full_layer_layer_norm"), width, EPS);
    }

    long width() {
        return width;
    }

    NDArray forward(long[] ids) {
        return scoped(() -> {
            NDArray x = kernels.embed(ids, words)
                    .add(kernels.embed(new long[ids.length], types))
                    .add(kernels.embed(LongStream.range(0, ids.length).toArray(), positions)); // (1, tokens, E)
            x = mapping.forward(norm.forward(x)); // (1, tokens, C)
            for (int n = 0; n < layers; n++) {
                NDArray before = x;
                x = scoped(() -> layer(before));
            }
            return x; // (1, tokens, C)
        });
    }

    private NDArray layer(NDArray x) { // x: (1, tokens, C)
        NDArray attended = core.attention(query.forward(x), key.forward(x), value.forward(x), heads);
        NDArray y = attentionNorm.forward(x.add(dense.forward(attended)));
        return fullNorm.forward(y.add(ffnOutput.forward(core.geluTanh(ffn.forward(y)))));
    }
}
