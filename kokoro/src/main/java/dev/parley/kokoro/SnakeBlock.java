package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;

/** Pairs of convolutions, the first of each ever more dilated, with periodic activations: the generator's block. */
final class SnakeBlock {
    private record Pair(
            StyledNorm adain1,
            NDArray alpha1,
            NormedConvolution convs1,
            StyledNorm adain2,
            NDArray alpha2,
            NormedConvolution convs2,
            int dilation) {}

    private final KokoroKernels kernels;
    private final List<Pair> pairs = new ArrayList<>();

    SnakeBlock(Weights weights, List<Integer> dilations) {
        kernels = weights.kernels(KokoroKernels.class);
        for (int n = 0; n < dilations.size(); n++) {
            long channels = weights.size("convs1." + n + ".weight_v", 0);
            pairs.add(new Pair(
                    new StyledNorm(weights.at("adain1." + n), channels),
                    weights.get("alpha1." + n, 1, channels, 1),
                    new NormedConvolution(weights.at("convs1." + n)),
                    new StyledNorm(weights.at("adain2." + n), channels),
                    weights.get("alpha2." + n, 1, channels, 1),
                    new NormedConvolution(weights.at("convs2." + n)),
                    dilations.get(n)));
        }
    }

    NDArray forward(NDArray x, NDArray style) { // x: (B, C, L)
        NDArray sum = x;
        for (Pair pair : pairs) {
            NDArray before = sum;
            sum = scoped(() -> kernels.addTo(change(pair, before, style), before));
            if (before != x) {
                before.close();
            }
        }
        return sum; // (B, C, L)
    }

    private NDArray change(Pair pair, NDArray x, NDArray style) {
        NDArray y = scoped(() -> pair.convs1.snake(x, pair.adain1.asked(style), pair.alpha1, pair.dilation));
        return scoped(() -> pair.convs2.snake(y, pair.adain2.asked(style), pair.alpha2, 1));
    }
}
