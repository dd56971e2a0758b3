package dev.parley.multitalk.internal.nn;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;

/**
 * {@code y = x W^T + b}, in the type of {@code x}; keys {@code weight (out, in)} and, where the layer has one,
 * {@code bias (out)}.
 */
public final class Linear {
    private final Matrix weight;
    private final Parameter bias;

    private Linear(Weights weights, long in, long out, boolean withBias) {
        weight = weights.matrix(in, out);
        bias = withBias ? weights.parameter("bias", out) : null;
    }

    /** A layer with a bias. */
    public Linear(Weights weights, long in, long out) {
        this(weights, in, out, true);
    }

    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights, in, out, false);
    }

    /** The inputs that {@link #forward(Activations)} multiplies fastest. */
    public Activations.Form form() {
        return weight.form();
    }

    public NDArray forward(Activations x) { // x: (..., in)
        return weight.multiply(x, bias == null ? null : bias.get()); // (..., out)
    }

    public NDArray forward(NDArray x) { // x: (..., in)
        return weight.multiply(x, bias == null ? null : bias.get()); // (..., out)
    }
}
