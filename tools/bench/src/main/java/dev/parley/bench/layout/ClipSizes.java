package dev.parley.bench.layout;

/**
 * Both towers of the published CLIP, of which the model uses the one for pictures. The files: {@code
 * wan/modules/clip.py}, {@code wan/modules/xlm_roberta.py}.
 *
 * @param width of the picture tower
 * @param layers of the picture tower
 * @param textWidth of the tower for texts
 * @param textLayers of the tower for texts
 * @param vocabulary of the tower for texts
 * @param joint width of what both towers give
 */
record ClipSizes(long width, int layers, long textWidth, int textLayers, long vocabulary, long joint) {
    private static final int PATCH = 14;
    private static final int TOKENS = 257;
    private static final int TEXT_POSITIONS = 514;
    private static final int MLP = 4;

    TensorTable tensors() {
        TensorTable tensors = new TensorTable().tensor("log_scale");
        picture(tensors);
        text(tensors);
        return tensors;
    }

    private void picture(TensorTable tensors) {
        tensors.tensor("visual.cls_embedding", 1, 1, width)
                .tensor("visual.pos_embedding", 1, TOKENS, width)
                .tensor("visual.patch_embedding.weight", width, 3, PATCH, PATCH)
                .layer("visual.pre_norm", width);
        for (int i = 0; i < layers; i++) {
            String block = "visual.transformer." + i + ".";
            tensors.layer(block + "norm1", width)
                    .layer(block + "attn.to_qkv", 3 * width, width)
                    .layer(block + "attn.proj", width, width)
                    .layer(block + "norm2", width)
                    .layer(block + "mlp.0", MLP * width, width)
                    .layer(block + "mlp.2", width, MLP * width);
        }
        tensors.layer("visual.post_norm", width).tensor("visual.head", width, joint);
    }

    private void text(TensorTable tensors) {
        tensors.tensor("textual.token_embedding.weight", vocabulary, textWidth)
                .tensor("textual.type_embedding.weight", 1, textWidth)
                .tensor("textual.pos_embedding.weight", TEXT_POSITIONS, textWidth);
        for (int i = 0; i < textLayers; i++) {
            String block = "textual.blocks." + i + ".";
            for (String linear : new String[] {"q", "k", "v", "o"}) {
                tensors.layer(block + "attn." + linear, textWidth, textWidth);
            }
            tensors.layer(block + "norm1", textWidth)
                    .layer(block + "ffn.0", MLP * textWidth, textWidth)
                    .layer(block + "ffn.2", textWidth, MLP * textWidth)
                    .layer(block + "norm2", textWidth);
        }
        long between = (textWidth + joint) / 2;
        tensors.layer("textual.norm", textWidth)
                .tensor("textual.head.0.weight", between, textWidth)
                .tensor("textual.head.2.weight", joint, between);
    }
}
