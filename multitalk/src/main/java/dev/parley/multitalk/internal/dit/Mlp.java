package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;
import dev.parley.multitalk.internal.torch.CoreKernels;

/** Linear, GELU by tanh, linear; keys {@code 0} and {@code 2}, for {@code ffn} and {@code text_embedding}. */
final class Mlp {
    private final CoreKernels core;
    private final long hidden;
    private final Linear up;
    private final Linear down;

    Mlp(Weights weights, long in, long out) {
        core = weights.kernels(CoreKernels.class);
        hidden = weights.size("0.weight", 0);
        up = new Linear(weights.at("0"), in, hidden);
        down = new Linear(weights.at("2"), hidden, out);
    }

    /** Width of the layer between. */
    long hidden() {
        return hidden;
    }

    /** The inputs that its first layer multiplies fastest. */
    Form form() {
        return up.form();
    }

    NDArray forward(Activations x, TokenOperations ops) { // x: (..., in)
        NDArray wide = up.forward(x); // (..., hidden)
        Activations between = ops.gelu(wide, down.form());
        wide.close();
        NDArray y = down.forward(between); // (..., out)
        between.close(); // nearly three times as large as y
        return y;
    }

    NDArray forward(NDArray x) { // x: (..., in)
        NDArray between = scoped(() -> core.geluTanh(up.forward(x))); // (..., hidden)
        NDArray y = down.forward(between); // (..., out)
        between.close(); // nearly three times as large as y
        return y;
    }
}
