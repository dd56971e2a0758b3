package dev.parley.bench.layout;

import dev.parley.multitalk.internal.dit.DitConfig;

/**
 * The sizes of a DiT. Whatever is not here is as in the 14B model.
 *
 * @param width of the model; {@code dim} in its configuration
 * @param hidden width inside the feed forward; {@code ffn_dim}
 * @param inputs widths of what the other networks give
 */
public record DitSizes(long width, long hidden, int heads, int layers, Inputs inputs) {
    public static final int TEXT_TOKENS = 512;
    public static final int IMAGE_TOKENS = 257;
    public static final int AUDIO_LAYERS = 12;
    public static final int AUDIO_WINDOW = 5;
    public static final int AUDIO_TOKENS = 32;
    public static final int LATENT_CHANNELS = 16;
    public static final int MASK_CHANNELS = 4;
    public static final int FRAMES_PER_LATENT = 4;
    public static final double EPS = 1e-6;
    /** Width of an attention head in the 14B model. */
    static final int HEAD = 128;
    /** Width inside the feed forward in that of the 14B model: 13824 / 5120. */
    private static final double HIDDEN = 2.7;

    static final int FREQUENCIES = 256;
    private static final int PATCH = 2;
    private static final String AUDIO = "audio_";

    /**
     * Widths of what steers the model: what the text, image and speech encoder give, and the hidden layer of the
     * projection that makes tokens of speech.
     */
    public record Inputs(long text, long image, long audio, long audioHidden) {
        /** Of the published model. */
        public static final Inputs PUBLISHED = new Inputs(4096, 1280, 768, 512);
    }

    public DitSizes {
        if (width < 1 || hidden < 1 || heads < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "dim %d, ffn %d, heads %d, layers %d: all are at least 1".formatted(width, hidden, heads, layers));
        }
        if (width % heads != 0 || width / heads % 2 != 0) {
            throw new IllegalArgumentException(
                    "A width of %d cannot be shared by %d heads of even width".formatted(width, heads));
        }
    }

    /** Width inside the feed forward, in the proportion of the 14B model. */
    public static long hidden(long width) {
        return Math.round(HIDDEN * width);
    }

    /** As many attention heads as there are in the 14B model for that width; at least one. */
    public static int heads(long width) {
        return (int) Math.max(1, width / HEAD);
    }

    /** Whether a tensor is one of those that MultiTalk adds to Wan, in {@code multitalk.safetensors}. */
    static boolean isAudio(String key) {
        return key.startsWith(AUDIO) || key.contains("." + AUDIO) || key.contains(".norm_x.");
    }

    public DitConfig config() {
        return new DitConfig(heads, TEXT_TOKENS, FREQUENCIES, EPS, (int) inputs.audio, AUDIO_WINDOW, FRAMES_PER_LATENT);
    }

    public TensorTable tensors() {
        int in = 2 * LATENT_CHANNELS + MASK_CHANNELS;
        int out = LATENT_CHANNELS * PATCH * PATCH;
        long heard = AUDIO_LAYERS * inputs.audio;
        long hiddenAudio = inputs.audioHidden;
        TensorTable tensors = new TensorTable()
                .layer("patch_embedding", width, in, 1, PATCH, PATCH)
                .layer("time_embedding.0", width, FREQUENCIES)
                .layer("time_embedding.2", width, width)
                .layer("time_projection.1", 6 * width, width)
                .layer("text_embedding.0", width, inputs.text)
                .layer("text_embedding.2", width, width)
                .layer("img_emb.proj.0", inputs.image)
                .layer("img_emb.proj.1", inputs.image, inputs.image)
                .layer("img_emb.proj.3", width, inputs.image)
                .layer("img_emb.proj.4", width)
                .layer("audio_proj.proj1", hiddenAudio, AUDIO_WINDOW * heard)
                .layer("audio_proj.proj1_vf", hiddenAudio, (AUDIO_WINDOW + FRAMES_PER_LATENT - 1) * heard)
                .layer("audio_proj.proj2", hiddenAudio, hiddenAudio)
                .layer("audio_proj.proj3", AUDIO_TOKENS * inputs.audio, hiddenAudio)
                .layer("audio_proj.norm", inputs.audio)
                .tensor("head.modulation", 1, 2, width)
                .layer("head.head", out, width);
        for (int i = 0; i < layers; i++) {
            block(tensors, "blocks." + i + ".");
        }
        return tensors;
    }

    private void block(TensorTable tensors, String block) {
        tensors.tensor(block + "modulation", 1, 6, width)
                .layer(block + "norm3", width)
                .layer(block + "norm_x", width)
                .layer(block + "ffn.0", hidden, width)
                .layer(block + "ffn.2", width, hidden)
                .layer(block + "audio_cross_attn.q_linear", width, width)
                .layer(block + "audio_cross_attn.kv_linear", 2 * width, inputs.audio)
                .layer(block + "audio_cross_attn.proj", width, width);
        for (String attention : new String[] {"self_attn.", "cross_attn."}) {
            for (String linear : new String[] {"q", "k", "v", "o"}) {
                tensors.layer(block + attention + linear, width, width);
            }
            tensors.tensor(block + attention + "norm_q.weight", width);
            tensors.tensor(block + attention + "norm_k.weight", width);
        }
        tensors.layer(block + "cross_attn.k_img", width, width)
                .layer(block + "cross_attn.v_img", width, width)
                .tensor(block + "cross_attn.norm_k_img.weight", width);
    }
}
