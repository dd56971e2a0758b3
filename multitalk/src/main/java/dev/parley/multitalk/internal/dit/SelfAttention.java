package dev.parley.multitalk.internal.dit;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;
import static dev.parley.multitalk.internal.torch.TensorScope.scopedAll;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Activations;
import dev.parley.multitalk.internal.parameter.Activations.Form;
import java.util.List;
import java.util.Optional;

/** Attention among all tokens of the window; key {@code self_attn}. Queries and keys are normed before the heads part. */
final class SelfAttention {
    /**
     * @param y (1, L, C)
     * @param speakerMap (people + 1, L); empty if there is only one person
     */
    record Result(NDArray y, Optional<NDArray> speakerMap) {}

    private final DitKernels kernels;
    private final int heads;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear o;
    private final RmsNorm normQ;
    private final RmsNorm normK;

    SelfAttention(Weights weights, long width, int heads) {
        kernels = weights.kernels(DitKernels.class);
        this.heads = heads;
        q = new Linear(weights.at("q"), width, width);
        k = new Linear(weights.at("k"), width, width);
        v = new Linear(weights.at("v"), width, width);
        o = new Linear(weights.at("o"), width, width);
        normQ = new RmsNorm(weights.at("norm_q"), width);
        normK = new RmsNorm(weights.at("norm_k"), width);
    }

    /** The inputs that its layers multiply fastest. */
    Form form() {
        return q.form().and(k.form()).and(v.form());
    }

    /** @param speakers (people + 1, S) */
    Result forward(Activations x, NDArray rope, Optional<NDArray> speakers, TokenOperations ops) { // x: (1, L, C)
        List<NDArray> results = scopedAll(() -> {
            NDArray query = scoped(() -> ops.normAndRotate(q.forward(x), normQ, rope, heads)); // (1, L, C)
            NDArray key = scoped(() -> ops.normAndRotate(k.forward(x), normK, rope, heads)); // (1, L, C)
            NDArray y = scoped(() -> o.forward(ops.attend(query, key, v.forward(x), heads, o.form()))); // (1, L, C)
            return speakers.map(masks -> List.of(y, speakerMap(query, key, masks)))
                    .orElse(List.of(y));
        });
        return new Result(results.get(0), results.stream().skip(1).findFirst());
    }

    /**
     * How much every token looks at each person and the background in the first latent frame. Attention itself gives it:
     * with the masks as values, the result is the share of each; no score matrix is ever held.
     */
    private NDArray speakerMap(NDArray query, NDArray key, NDArray masks) { // masks: (people + 1, S)
        NDArray reference = key.get(new NDIndex(":, :{}", masks.getShape().get(1))); // (1, S, C)
        return kernels.speakerMap(query, reference, masks, heads); // (people + 1, L)
    }
}
