package dev.parley.bench.layout;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The layers of wav2vec2-base as Hugging Face names them, without what only its training needs.
 *
 * @param width of the transformer
 * @param channels of the convolutions
 * @param heads of the transformer's attention
 */
record SpeechSizes(long width, long channels, int heads) {
    static final int LAYERS = 12;
    private static final int GROUPS = 16;
    private static final int POSITIONS = 128;
    private static final int MLP = 4;
    private static final List<Integer> KERNELS = List.of(10, 3, 3, 3, 3, 2, 2);
    private static final List<Integer> STRIDES = List.of(5, 2, 2, 2, 2, 2, 2);

    TensorTable tensors() {
        TensorTable tensors = new TensorTable().tensor("wav2vec2.masked_spec_embed", width);
        for (int i = 0; i < KERNELS.size(); i++) {
            String layer = "wav2vec2.feature_extractor.conv_layers." + i + ".";
            tensors.tensor(layer + "conv.weight", channels, i == 0 ? 1 : channels, KERNELS.get(i));
            if (i == 0) {
                tensors.layer(layer + "layer_norm", channels);
            }
        }
        String position = "wav2vec2.encoder.pos_conv_embed.conv.";
        tensors.layer("wav2vec2.feature_projection.layer_norm", channels)
                .layer("wav2vec2.feature_projection.projection", width, channels)
                .tensor(position + "bias", width)
                .tensor(position + "weight_g", 1, 1, POSITIONS)
                .tensor(position + "weight_v", width, width / GROUPS, POSITIONS)
                .layer("wav2vec2.encoder.layer_norm", width);
        for (int i = 0; i < LAYERS; i++) {
            block(tensors, "wav2vec2.encoder.layers." + i + ".");
        }
        return tensors;
    }

    private void block(TensorTable tensors, String block) {
        for (String linear : new String[] {"k_proj", "v_proj", "q_proj", "out_proj"}) {
            tensors.layer(block + "attention." + linear, width, width);
        }
        tensors.layer(block + "layer_norm", width)
                .layer(block + "feed_forward.intermediate_dense", MLP * width, width)
                .layer(block + "feed_forward.output_dense", width, MLP * width)
                .layer(block + "final_layer_norm", width);
    }

    /** What {@code config.json} says. */
    Map<String, Object> config() {
        Map<String, Object> config = new TreeMap<>();
        config.put("model_type", "wav2vec2");
        config.put("conv_bias", false);
        config.put("conv_dim", KERNELS.stream().map(kernel -> channels).toList());
        config.put("conv_kernel", KERNELS);
        config.put("conv_stride", STRIDES);
        config.put("do_stable_layer_norm", false);
        config.put("feat_extract_activation", "gelu");
        config.put("feat_extract_norm", "group");
        config.put("hidden_act", "gelu");
        config.put("hidden_size", width);
        config.put("intermediate_size", MLP * width);
        config.put("layer_norm_eps", 1e-5);
        config.put("num_attention_heads", heads);
        config.put("num_conv_pos_embedding_groups", GROUPS);
        config.put("num_conv_pos_embeddings", POSITIONS);
        config.put("num_hidden_layers", LAYERS);
        return config;
    }
}
