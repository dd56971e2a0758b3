package dev.parley.multitalk.internal.dit;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.parley.plan.SpeakerMasks;

/**
 * A window's audio as tokens.
 *
 * @param tokens (T, N, audio width): N tokens for each latent frame, person 1's first
 * @param people 1 to {@link SpeakerMasks#MOST_PEOPLE}
 */
public record AudioTokens(NDArray tokens, int people) {
    public AudioTokens {
        requireNonNull(tokens, "tokens");
        if (people < 1 || people > SpeakerMasks.MOST_PEOPLE) {
            throw new IllegalArgumentException(
                    "One to %d people are told apart, not %d".formatted(SpeakerMasks.MOST_PEOPLE, people));
        }
    }

    /** The tokens of the first {@code latentFrames}. */
    public AudioTokens first(long latentFrames) {
        return new AudioTokens(tokens.get(new NDIndex(":{}", latentFrames)), people);
    }
}
