package dev.parley.multitalk.internal.pipeline;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.dit.AudioTokens;

/**
 * What stands for nothing in the passes that guidance steers away from.
 *
 * @param text the negative prompt, (1, M, C); the prompt itself where the prompt is not guided
 * @param audio silence for one person, also where two speak; as long as a full window
 */
record NullConditioning(NDArray text, AudioTokens audio) {
    /** The same for a window of {@code latentFrames}. */
    NullConditioning during(long latentFrames) {
        return new NullConditioning(text, audio.first(latentFrames));
    }
}
