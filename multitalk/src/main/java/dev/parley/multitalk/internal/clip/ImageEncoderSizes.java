package dev.parley.multitalk.internal.clip;

import dev.parley.multitalk.internal.checkpoint.Weights;

/**
 * The image encoder's sizes, read from its weights.
 *
 * @param width of a token
 * @param patch side of a patch, in pixels
 * @param tokens class token and patches
 * @param mlp width within a block's feed forward
 * @param blocks in the checkpoint; the last one is never run
 */
record ImageEncoderSizes(long width, long patch, long tokens, long mlp, int blocks) {
    /** No shape tells the number of heads; this network's heads have this width. */
    private static final int HEAD_WIDTH = 80;

    ImageEncoderSizes {
        if (width % HEAD_WIDTH != 0) {
            throw new IllegalArgumentException(
                    "An image encoder's width is a multiple of %d, not %d".formatted(HEAD_WIDTH, width));
        }
        long side = Math.round(Math.sqrt(tokens - 1));
        if (side * side != tokens - 1) {
            throw new IllegalArgumentException("%d tokens are no class token and a square".formatted(tokens));
        }
        if (blocks < 1) {
            throw new IllegalArgumentException("An image encoder without blocks");
        }
    }

    static ImageEncoderSizes of(Weights visual) {
        return new ImageEncoderSizes(
                visual.size("patch_embedding.weight", 0),
                visual.size("patch_embedding.weight", 3),
                visual.size("pos_embedding", 1),
                visual.size("transformer.0.mlp.0.weight", 0),
                visual.count("transformer"));
    }

    int heads() {
        return (int) width / HEAD_WIDTH;
    }

    /** Side of the square picture that the positions are for, in pixels: 224. */
    long side() {
        return Math.round(Math.sqrt(tokens - 1)) * patch;
    }
}
