package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;

/**
 * What a block does to its tokens between linear layers. Tokens are {@code (1, L, C)}; {@code shift}, {@code scale} and
 * {@code gate (1, C)} are float32. Results belong to the open scope.
 */
interface TokenOperations {
    /**
     * @param sum (1, L, C)
     * @param normed what was made of it
     */
    record Sum(NDArray sum, Activations normed) {}

    /** Layer norm without weights, then {@code * (1 + scale) + shift}. */
    Activations modulate(NDArray x, NDArray shift, NDArray scale, Form form);

    /** {@code x + y * gate}, and its norm. */
    Sum gateAndNorm(NDArray x, NDArray y, NDArray gate, LayerNorm norm, Form form);

    /** {@code x + y}, and its norm. */
    Sum addAndNorm(NDArray x, NDArray y, LayerNorm norm, Form form);

    /** {@code x + y}, {@linkplain #modulate modulated}. */
    Sum addAndModulate(NDArray x, NDArray y, NDArray shift, NDArray scale, Form form);

    /** {@code x + y * gate}, written into {@code into}, which has their shape and none of their memory. */
    void gateInto(NDArray x, NDArray y, NDArray gate, NDArray into);

    /** The norm of {@code x}, its heads turned by {@code rope (L, head width / 2, 2)}. */
    NDArray normAndRotate(NDArray x, RmsNorm norm, NDArray rope, int heads);

    /** Attention of all tokens to each other, {@code (1, L, C)} each, in {@code heads}, for a layer. */
    Activations attend(NDArray query, NDArray key, NDArray value, int heads, Form form);

    /** {@code x} for a layer; may be, or hold, {@code x} itself. */
    Activations given(NDArray x, Form form);

    /** {@code x + y} for a layer. */
    Activations add(NDArray x, NDArray y, Form form);

    /** GELU by tanh, for a layer: {@code x (1, L, hidden)}. */
    Activations gelu(NDArray x, Form form);
}
