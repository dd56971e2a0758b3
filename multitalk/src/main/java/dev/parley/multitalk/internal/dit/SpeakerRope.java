package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * L-RoPE: each person owns a stretch of a line, the voice sits in the middle of it, and every token stands where the
 * person it looks at most stands. The paper: MultiTalk, arXiv 2505.22647; the file:
 * {@code wan/modules/attention.py}, {@code SingleStreamMutiAttention}.
 *
 * @param tokens (L, head width / 2, 2): where the picture's tokens stand
 * @param voices (N, head width / 2, 2): where a latent frame's audio tokens stand, person 1 first
 */
record SpeakerRope(NDArray tokens, NDArray voices) {
    /** The length of a person's stretch. */
    static final double SPAN = 4;

    /** How far the stretches of two neighbors begin from each other; the first one begins at 0. */
    static final double SPACING = 20;

    /** Between the first two people, who are all that the models were trained on. */
    static final double BACKGROUND = 12;

    /** @param speakerMap (people + 1, L): how much each token looks at each person and, last, the background */
    static SpeakerRope of(DitKernels kernels, NDArray speakerMap, NDArray voices) {
        NDArray positions = kernels.speakerPositions(speakerMap, SPAN, SPACING, BACKGROUND); // (L)
        return new SpeakerRope(kernels.ropeLine(positions, 2 * voices.getShape().get(1)), voices);
    }

    /** The voices' table: the same in all blocks and steps. */
    static NDArray voices(DitKernels kernels, NDManager manager, int people, int audioTokens, long headWidth) {
        float[] positions = new float[audioTokens];
        for (int i = 0; i < audioTokens; i++) {
            int person = i / (audioTokens / people);
            positions[i] = (float) (person * SPACING + SPAN / 2);
        }
        return kernels.ropeLine(manager.create(positions), headWidth); // (N, headWidth / 2, 2)
    }
}
