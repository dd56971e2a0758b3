package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.ArrayList;
import java.util.List;

/** What each phoneme sounds like beside its neighbors: the checkpoint's {@code text_encoder}. */
final class PhonemeEncoder {
    private static final double SLOPE = 0.2;
    private static final double EPS = 1e-5;

    private record Step(NormedConvolution convolution, NDArray gamma, NDArray beta) {}

    private final CoreKernels core;
    private final KokoroKernels kernels;
    private final NDArray embedding;
    private final List<Step> cnn = new ArrayList<>();
    private final BiLstm lstm;

    PhonemeEncoder(Weights weights) {
        core = weights.kernels(CoreKernels.class);
        kernels = weights.kernels(KokoroKernels.class);
        embedding = weights.get("embedding.weight", Weights.ANY, Weights.ANY);
        for (int n = 0; n < weights.count("cnn"); n++) {
            Weights step = weights.at("cnn." + n);
            NormedConvolution convolution = new NormedConvolution(step.at("0"));
            cnn.add(new Step(
                    convolution, step.get("1.gamma", convolution.out()), step.get("1.beta", convolution.out())));
        }
        lstm = new BiLstm(weights.at("lstm"));
    }

    NDArray forward(long[] ids) {
        return scoped(() -> {
            NDArray x = kernels.embed(ids, embedding); // (1, tokens, C)
            for (Step step : cnn) {
                NDArray y = step.convolution.forward(x.transpose(0, 2, 1)).transpose(0, 2, 1); // (1, tokens, C)
                x = kernels.leaky(core.layerNorm(y, EPS, step.gamma, step.beta), SLOPE);
            }
            return lstm.forward(x).transpose(0, 2, 1); // (1, C, tokens)
        });
    }
}
