package dev.parley.multitalk.internal.clip;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.LayerNorm;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a picture to the transformer as tokens: patches of the picture, read by all blocks of the tower but the last,
 * without the final norm and projection (they would make the one vector that CLIP compares with texts).
 */
public final class ImageEncoder {
    static final double EPS = 1e-5;

    private final Group group;
    private final ClipKernels kernels;
    private final ImageEncoderSizes sizes;
    private final Parameter patchEmbedding;
    private final Parameter clsEmbedding;
    private final Parameter posEmbedding;
    private final LayerNorm preNorm;
    private final List<ImageBlock> transformer = new ArrayList<>();

    /**
     * @param weights of {@code models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth}, whole; the text tower in it is
     *     left alone
     */
    public ImageEncoder(Weights weights) {
        Weights visual = weights.ignoring("textual.", "log_scale").leaving("visual");
        group = visual.group();
        kernels = visual.kernels(ClipKernels.class);
        sizes = ImageEncoderSizes.of(visual);
        long width = sizes.width();
        patchEmbedding = visual.parameter("patch_embedding.weight", width, 3, sizes.patch(), sizes.patch());
        clsEmbedding = visual.parameter("cls_embedding", 1, 1, width);
        posEmbedding = visual.parameter("pos_embedding", 1, sizes.tokens(), width);
        preNorm = new LayerNorm(visual.at("pre_norm"), width, EPS);
        for (int n = 0; n < sizes.blocks() - 1; n++) {
            transformer.add(new ImageBlock(visual.at("transformer." + n), sizes));
        }
        visual.ignoring("post_norm.", "head", "transformer." + (sizes.blocks() - 1) + ".");
    }

    /** Width of a token. */
    public long width() {
        return sizes.width();
    }

    /**
     * @param image float32 in [-1, 1], {@code (B, 3, H, W)}; stretched to a square, as the reference does
     * @return {@code (B, 257, width)} in the precision of the weights
     */
    public NDArray forward(NDArray image) { // image: (B, 3, H, W)
        return group.use(() -> encode(image));
    }

    private NDArray encode(NDArray image) { // image: (B, 3, H, W)
        NDArray x = scoped(() -> preNorm.forward(kernels.embed(
                kernels.pixels(image, sizes.side()),
                patchEmbedding.get(),
                clsEmbedding.get(),
                posEmbedding.get()))); // (B, 257, C)
        for (ImageBlock block : transformer) {
            NDArray before = x;
            x = scoped(() -> block.forward(before)); // (B, 257, C)
            before.close();
        }
        return x;
    }
}
