package dev.parley.bench.layout;

import java.util.List;

/**
 * The layers of Wan 2.1's VAE at any width. The file: {@code wan/modules/vae.py}.
 *
 * @param width channels of the first and the last level; 96 in the real one
 */
public record VaeSizes(long width) {
    public static final int LATENT_CHANNELS = 16;

    /** Channels of each level, in multiples of the width. */
    private static final List<Integer> LEVELS = List.of(1, 2, 4, 4);

    private static final int ENCODER_BLOCKS = 2;
    private static final int DECODER_BLOCKS = 3;

    public VaeSizes {
        if (width < 2 || width % 2 != 0) {
            throw new IllegalArgumentException("The VAE's width is even, not " + width);
        }
    }

    public TensorTable tensors() {
        TensorTable tensors = new TensorTable()
                .layer("conv1", 2 * LATENT_CHANNELS, 2 * LATENT_CHANNELS, 1, 1, 1)
                .layer("conv2", LATENT_CHANNELS, LATENT_CHANNELS, 1, 1, 1);
        encoder(tensors);
        decoder(tensors);
        return tensors;
    }

    private void encoder(TensorTable tensors) {
        tensors.layer("encoder.conv1", width, 3, 3, 3, 3);
        long in = width;
        int layer = 0;
        for (int level = 0; level < LEVELS.size(); level++) {
            long out = width * LEVELS.get(level);
            for (int i = 0; i < ENCODER_BLOCKS; i++) {
                residual(tensors, "encoder.downsamples." + layer++, in, out);
                in = out;
            }
            if (level < LEVELS.size() - 1) {
                String down = "encoder.downsamples." + layer++;
                tensors.layer(down + ".resample.1", out, out, 3, 3);
                if (level > 0) {
                    tensors.layer(down + ".time_conv", out, out, 3, 1, 1);
                }
            }
        }
        middle(tensors, "encoder.middle.", in);
        tensors.tensor("encoder.head.0.gamma", in, 1, 1, 1).layer("encoder.head.2", 2 * LATENT_CHANNELS, in, 3, 3, 3);
    }

    private void decoder(TensorTable tensors) {
        int last = LEVELS.size() - 1;
        long in = width * LEVELS.get(last);
        tensors.layer("decoder.conv1", in, LATENT_CHANNELS, 3, 3, 3);
        middle(tensors, "decoder.middle.", in);
        int layer = 0;
        for (int level = last; level >= 0; level--) {
            long out = width * LEVELS.get(level);
            for (int i = 0; i < DECODER_BLOCKS; i++) {
                residual(tensors, "decoder.upsamples." + layer++, in, out);
                in = out;
            }
            if (level > 0) {
                String up = "decoder.upsamples." + layer++;
                tensors.layer(up + ".resample.1", out / 2, out, 3, 3);
                if (level > 1) {
                    tensors.layer(up + ".time_conv", 2 * out, out, 3, 1, 1);
                }
                in = out / 2;
            }
        }
        tensors.tensor("decoder.head.0.gamma", in, 1, 1, 1).layer("decoder.head.2", 3, in, 3, 3, 3);
    }

    private static void middle(TensorTable tensors, String key, long channels) {
        residual(tensors, key + "0", channels, channels);
        tensors.tensor(key + "1.norm.gamma", channels, 1, 1)
                .layer(key + "1.to_qkv", 3 * channels, channels, 1, 1)
                .layer(key + "1.proj", channels, channels, 1, 1);
        residual(tensors, key + "2", channels, channels);
    }

    private static void residual(TensorTable tensors, String key, long in, long out) {
        tensors.tensor(key + ".residual.0.gamma", in, 1, 1, 1)
                .layer(key + ".residual.2", out, in, 3, 3, 3)
                .tensor(key + ".residual.3.gamma", out, 1, 1, 1)
                .layer(key + ".residual.6", out, out, 3, 3, 3);
        if (in != out) {
            tensors.layer(key + ".shortcut", out, in, 1, 1, 1);
        }
    }
}
