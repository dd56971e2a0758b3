package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.dit.KeyValues.KeyValue;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.List;

/** Attention to the picture and to the prompt with the same queries, added; key {@code cross_attn}. */
final class CrossAttention {
    private final CoreKernels core;
    private final int heads;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear o;
    private final Linear kImg;
    private final Linear vImg;
    private final RmsNorm normQ;
    private final RmsNorm normK;
    private final RmsNorm normKImg;

    CrossAttention(Weights weights, long width, int heads) {
        core = weights.kernels(CoreKernels.class);
        this.heads = heads;
        q = new Linear(weights.at("q"), width, width);
        k = new Linear(weights.at("k"), width, width);
        v = new Linear(weights.at("v"), width, width);
        o = new Linear(weights.at("o"), width, width);
        kImg = new Linear(weights.at("k_img"), width, width);
        vImg = new Linear(weights.at("v_img"), width, width);
        normQ = new RmsNorm(weights.at("norm_q"), width);
        normK = new RmsNorm(weights.at("norm_k"), width);
        normKImg = new RmsNorm(weights.at("norm_k_img"), width);
    }

    /** The inputs that its first layer multiplies fastest. */
    Form form() {
        return q.form();
    }

    NDArray forward(Activations x, Conditioning given, TokenOperations ops) { // x: (1, L, C)
        NDArray query = scoped(() -> normQ.forward(q.forward(x))); // (1, L, C)
        KeyValue image = image(given);
        NDArray seen = core.attention(query, image.key(), image.value(), heads); // (1, L, C)
        KeyValue text = text(given);
        NDArray read = core.attention(query, text.key(), text.value(), heads); // (1, L, C)
        query.close();
        return o.forward(ops.add(read, seen, o.form())); // (1, L, C)
    }

    private KeyValue image(Conditioning given) { // (1, N, C)
        NDArray image = given.image();
        return given.keyValues()
                .of(this, image, () -> List.of(normKImg.forward(kImg.forward(image)), vImg.forward(image)));
    }

    /** Of all tokens, padding included: the model was trained to see them. */
    private KeyValue text(Conditioning given) { // (1, M, C)
        NDArray text = given.text();
        return given.keyValues().of(this, text, () -> List.of(normK.forward(k.forward(text)), v.forward(text)));
    }
}
