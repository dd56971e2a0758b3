package dev.parley.multitalk.internal.dit;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that steers a forward pass but the timestep. It stays the same through the steps of a window, so whatever can be
 * computed from it alone is computed once: see {@link Dit#conditioning}. The caller owns the tensors it is made of;
 * closing it, or another made of it, frees what forward passes have left in them all.
 */
public final class Conditioning implements AutoCloseable {
    private final NDArray y; // (mask and latent channels, T, h, w)
    private final NDArray image; // (1, N, C)
    private final NDArray text; // (1, M, C)
    private final AudioTokens audio;
    private final NDArray rope; // (L, head width / 2, 2)
    private final NDArray speakers; // (people + 1, S), null where one person speaks
    private final NDArray voices; // (N, head width / 2, 2), null where one person speaks
    private final KeyValues keyValues;

    Conditioning(
            NDArray y,
            NDArray image,
            NDArray text,
            AudioTokens audio,
            NDArray rope,
            NDArray speakers,
            NDArray voices,
            KeyValues keyValues) {
        this.y = requireNonNull(y, "y");
        this.image = requireNonNull(image, "image");
        this.text = requireNonNull(text, "text");
        this.audio = requireNonNull(audio, "audio");
        this.rope = requireNonNull(rope, "rope");
        this.speakers = speakers;
        this.voices = voices;
        this.keyValues = requireNonNull(keyValues, "keyValues");
    }

    /** The same with another prompt. */
    public Conditioning withText(NDArray otherText) {
        return new Conditioning(y, image, otherText, audio, rope, speakers, voices, keyValues);
    }

    /** The same with other voices. */
    public Conditioning withAudio(AudioTokens otherAudio) {
        return new Conditioning(y, image, text, otherAudio, rope, speakers, voices, keyValues);
    }

    /** The same made of copies, say on another device, where no pass has left anything yet. */
    public Conditioning copied(UnaryOperator<NDArray> copy) {
        return new Conditioning(
                copy.apply(y),
                copy.apply(image),
                copy.apply(text),
                new AudioTokens(copy.apply(audio.tokens()), audio.people()),
                copy.apply(rope),
                speakers == null ? null : copy.apply(speakers),
                voices == null ? null : copy.apply(voices),
                new KeyValues());
    }

    NDArray y() {
        return y;
    }

    NDArray image() {
        return image;
    }

    NDArray text() {
        return text;
    }

    AudioTokens audio() {
        return audio;
    }

    NDArray rope() {
        return rope;
    }

    /**
     * The people's places in the first latent frame. Empty if there is only one person: then the attention map,
     * which the reference computes in every block and throws away, is not computed.
     */
    Optional<NDArray> speakers() {
        return audio.people() == 1 ? Optional.empty() : Optional.of(requireNonNull(speakers, "masks of the speakers"));
    }

    Optional<NDArray> voices() {
        return Optional.ofNullable(voices);
    }

    /** Shared by all that were made of one another. */
    KeyValues keyValues() {
        return keyValues;
    }

    @Override
    public void close() {
        keyValues.close();
    }
}
