package dev.parley.bench.layout;

/**
 * The layers of umT5's encoder. The file: {@code wan/modules/t5.py}.
 *
 * @param vocabulary number of pieces
 * @param width of a token, and of all heads together
 * @param hidden width inside the feed forward
 */
record TextSizes(long vocabulary, long width, long hidden, long heads, int layers) {
    private static final int BUCKETS = 32;

    TensorTable tensors() {
        TensorTable tensors = new TensorTable().tensor("token_embedding.weight", vocabulary, width);
        for (int i = 0; i < layers; i++) {
            String block = "blocks." + i + ".";
            tensors.tensor(block + "norm1.weight", width);
            for (String linear : new String[] {"q", "k", "v", "o"}) {
                tensors.tensor(block + "attn." + linear + ".weight", width, width);
            }
            tensors.tensor(block + "norm2.weight", width)
                    .tensor(block + "ffn.gate.0.weight", hidden, width)
                    .tensor(block + "ffn.fc1.weight", hidden, width)
                    .tensor(block + "ffn.fc2.weight", width, hidden)
                    .tensor(block + "pos_embedding.embedding.weight", BUCKETS, heads);
        }
        return tensors.tensor("norm.weight", width);
    }
}
