package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;

/** Two convolutions around which a style decides; twice as long as its input where there is a {@code pool}. */
final class StyledBlock {
    private static final double SLOPE = 0.2;
    private static final float HALF_POWER = (float) (1 / Math.sqrt(2));

    private final KokoroKernels kernels;
    private final StyledNorm norm1;
    private final StyledNorm norm2;
    private final NormedConvolution conv1;
    private final NormedConvolution conv2;
    private final NormedConvolution conv1x1; // null: as wide as its input
    private final NDArray pool; // null: as long
    private final NDArray poolBias;

    StyledBlock(Weights weights) {
        kernels = weights.kernels(KokoroKernels.class);
        conv1 = new NormedConvolution(weights.at("conv1"));
        conv2 = new NormedConvolution(weights.at("conv2"));
        norm1 = new StyledNorm(weights.at("norm1"), weights.size("conv1.weight_v", 1));
        norm2 = new StyledNorm(weights.at("norm2"), conv1.out());
        conv1x1 = weights.has("conv1x1.weight_v") ? new NormedConvolution(weights.at("conv1x1")) : null;
        boolean doubles = weights.has("pool.weight_v");
        pool = doubles ? NormedConvolution.weight(weights.at("pool")) : null;
        poolBias = doubles ? weights.get("pool.bias", Weights.ANY) : null;
    }

    NDArray forward(NDArray x, NDArray style) { // x: (B, in, L)
        return scoped(() -> {
            NDArray y = kernels.leaky(norm1.forward(x, style), SLOPE); // (B, in, L)
            y = conv1.forward(pool == null ? y : kernels.doubleLength(y, pool, poolBias)); // (B, out, L or 2 L)
            y = conv2.forward(kernels.leaky(norm2.forward(y, style), SLOPE));
            NDArray around = pool == null ? x : kernels.repeatEach(x, 2);
            return y.add(conv1x1 == null ? around : conv1x1.forward(around)).mul(HALF_POWER);
        });
    }
}
