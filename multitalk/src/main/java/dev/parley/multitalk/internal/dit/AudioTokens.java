package dev.parley.multitalk.internal.dit;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * A window's audio as tokens.
 *
 * @param tokens (T, N, audio width): N tokens for each latent frame, person 1's first
 * @param people 1 or 2
 */
public record AudioTokens(NDArray tokens, int people) {
    public AudioTokens {
        requireNonNull(tokens, "tokens");
        if (people != 1 && people != 2) {
            throw new IllegalArgumentException("The model tells two people apart, not " + people);
        }
    }

    /** The tokens of the first {@code latentFrames}. */
    public AudioTokens first(long latentFrames) {
        return new AudioTokens(tokens.get(new NDIndex(":{}", latentFrames)), people);
    }
}
