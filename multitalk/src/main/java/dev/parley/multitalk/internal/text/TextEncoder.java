package dev.parley.multitalk.internal.text;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.RmsNorm;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.ArrayList;
import java.util.List;

/** The encoder of umT5: every token attends to all others, with each block's own table of relative positions. */
public final class TextEncoder {
    private final Group group;
    private final CoreKernels core;
    private final TextEncoderSizes sizes;
    private final Parameter tokenEmbedding;
    private final List<TextBlock> blocks = new ArrayList<>();
    private final RmsNorm norm;

    /** @param all of {@code models_t5_umt5-xxl-enc-bf16.pth} */
    public TextEncoder(Weights all) {
        Weights weights = all.leaving();
        group = weights.group();
        core = weights.kernels(CoreKernels.class);
        sizes = TextEncoderSizes.of(weights);
        tokenEmbedding = weights.parameter("token_embedding.weight", sizes.vocabulary(), sizes.width());
        for (int n = 0; n < sizes.blocks(); n++) {
            blocks.add(new TextBlock(weights.at("blocks." + n), sizes));
        }
        norm = new RmsNorm(weights.at("norm"), sizes.width());
    }

    /** Width of a token. */
    public long width() {
        return sizes.width();
    }

    /**
     * Encodes real tokens only. The reference pads to 512 and masks the padding, which leaves the same rows.
     *
     * @param ids of {@link TextTokenizer}, {@code </s>} last
     * @return {@code (ids.length, width)} in the precision of the weights
     * @throws IllegalArgumentException when there is no id, or one that the vocabulary lacks
     */
    public NDArray forward(long[] ids) {
        for (long id : ids) {
            if (id < 0 || id >= sizes.vocabulary()) {
                throw new IllegalArgumentException(
                        "Token %d is not one of the text encoder's %d: it needs its own tokenizer"
                                .formatted(id, sizes.vocabulary()));
            }
        }
        if (ids.length == 0) {
            throw new IllegalArgumentException("A text has at least its end token");
        }
        return group.use(() -> encode(ids));
    }

    private NDArray encode(long[] ids) {
        NDArray x = scoped(() -> core.rows(tokenEmbedding.get(), ids).expandDims(0)); // (1, L, C)
        for (TextBlock block : blocks) {
            NDArray before = x;
            x = scoped(() -> block.forward(before)); // (1, L, C)
            before.close();
        }
        NDArray last = x;
        NDArray out = scoped(() -> norm.forward(last).squeeze(0)); // (L, C)
        last.close();
        return out;
    }
}
