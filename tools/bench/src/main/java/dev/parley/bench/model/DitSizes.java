package dev.parley.bench.model;

import dev.parley.multitalk.internal.dit.DitConfig;

/**
 * The sizes of a DiT. Whatever is not here is as in the 14B model.
 *
 * @param width of the model; {@code dim} in its configuration
 * @param hidden width inside the feed forward; {@code ffn_dim}
 */
record DitSizes(long width, long hidden, int heads, int layers) {
    static final int TEXT_TOKENS = 512;
    static final int TEXT_WIDTH = 4096;
    static final int IMAGE_TOKENS = 257;
    static final int IMAGE_WIDTH = 1280;
    static final int AUDIO_LAYERS = 12;
    static final int AUDIO_WIDTH = 768;
    static final int AUDIO_WINDOW = 5;
    static final int AUDIO_TOKENS = 32;
    static final int LATENT_CHANNELS = 16;
    static final int MASK_CHANNELS = 4;
    static final int FRAMES_PER_LATENT = 4;
    private static final int AUDIO_HIDDEN = 512;
    private static final int FREQUENCIES = 256;
    private static final int PATCH = 2;

    DitSizes {
        if (width < 1 || hidden < 1 || heads < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "dim %d, ffn %d, heads %d, layers %d: all are at least 1".formatted(width, hidden, heads, layers));
        }
        if (width % heads != 0 || width / heads % 2 != 0) {
            throw new IllegalArgumentException(
                    "A width of %d cannot be shared by %d heads of even width".formatted(width, heads));
        }
    }

    DitConfig config() {
        return new DitConfig(heads, TEXT_TOKENS, FREQUENCIES, 1e-6, AUDIO_WIDTH, AUDIO_WINDOW, FRAMES_PER_LATENT);
    }

    RandomWeights weights() {
        int in = 2 * LATENT_CHANNELS + MASK_CHANNELS;
        int out = LATENT_CHANNELS * PATCH * PATCH;
        long heard = (long) AUDIO_LAYERS * AUDIO_WIDTH;
        RandomWeights weights = new RandomWeights()
                .layer("patch_embedding", width, in, 1, PATCH, PATCH)
                .layer("time_embedding.0", width, FREQUENCIES)
                .layer("time_embedding.2", width, width)
                .layer("time_projection.1", 6 * width, width)
                .layer("text_embedding.0", width, TEXT_WIDTH)
                .layer("text_embedding.2", width, width)
                .layer("img_emb.proj.0", IMAGE_WIDTH)
                .layer("img_emb.proj.1", IMAGE_WIDTH, IMAGE_WIDTH)
                .layer("img_emb.proj.3", width, IMAGE_WIDTH)
                .layer("img_emb.proj.4", width)
                .layer("audio_proj.proj1", AUDIO_HIDDEN, AUDIO_WINDOW * heard)
                .layer("audio_proj.proj1_vf", AUDIO_HIDDEN, (AUDIO_WINDOW + FRAMES_PER_LATENT - 1) * heard)
                .layer("audio_proj.proj2", AUDIO_HIDDEN, AUDIO_HIDDEN)
                .layer("audio_proj.proj3", (long) AUDIO_TOKENS * AUDIO_WIDTH, AUDIO_HIDDEN)
                .layer("audio_proj.norm", AUDIO_WIDTH)
                .tensor("head.modulation", 1, 2, width)
                .layer("head.head", out, width);
        for (int i = 0; i < layers; i++) {
            block(weights, "blocks." + i + ".");
        }
        return weights;
    }

    private void block(RandomWeights weights, String block) {
        weights.tensor(block + "modulation", 1, 6, width)
                .layer(block + "norm3", width)
                .layer(block + "norm_x", width)
                .layer(block + "ffn.0", hidden, width)
                .layer(block + "ffn.2", width, hidden)
                .layer(block + "audio_cross_attn.q_linear", width, width)
                .layer(block + "audio_cross_attn.kv_linear", 2 * width, AUDIO_WIDTH)
                .layer(block + "audio_cross_attn.proj", width, width);
        for (String attention : new String[] {"self_attn.", "cross_attn."}) {
            for (String linear : new String[] {"q", "k", "v", "o"}) {
                weights.layer(block + attention + linear, width, width);
            }
            weights.tensor(block + attention + "norm_q.weight", width);
            weights.tensor(block + attention + "norm_k.weight", width);
        }
        weights.layer(block + "cross_attn.k_img", width, width)
                .layer(block + "cross_attn.v_img", width, width)
                .tensor(block + "cross_attn.norm_k_img.weight", width);
    }
}
