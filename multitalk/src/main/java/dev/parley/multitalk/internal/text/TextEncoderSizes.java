package dev.parley.multitalk.internal.text;

import dev.parley.multitalk.internal.checkpoint.Weights;

/**
 * The text encoder's sizes, read from its weights.
 *
 * @param vocabulary number of pieces
 * @param width of a token
 * @param attention width of all heads together
 * @param ffn width within a block's feed forward
 * @param buckets of relative positions
 */
record TextEncoderSizes(long vocabulary, long width, long attention, long ffn, long buckets, long heads, int blocks) {
    TextEncoderSizes {
        if (attention % heads != 0) {
            throw new IllegalArgumentException("%d heads do not share a width of %d".formatted(heads, attention));
        }
        if (buckets % 4 != 0) {
            throw new IllegalArgumentException(
                    "Position buckets come in four kinds, near and far on both sides, not in " + buckets);
        }
    }

    static TextEncoderSizes of(Weights weights) {
        return new TextEncoderSizes(
                weights.size("token_embedding.weight", 0),
                weights.size("token_embedding.weight", 1),
                weights.size("blocks.0.attn.q.weight", 0),
                weights.size("blocks.0.ffn.fc1.weight", 0),
                weights.size("blocks.0.pos_embedding.embedding.weight", 0),
                weights.size("blocks.0.pos_embedding.embedding.weight", 1),
                weights.count("blocks"));
    }
}
