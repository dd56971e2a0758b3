package dev.parley.multitalk.internal.wav2vec2;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.CoreKernels;
import java.util.ArrayList;
import java.util.List;

/** Convolutions that turn 16000 samples a second into some 50 steps; the first one's channels are normalized. */
final class FeatureExtractor {
    private static final double EPS = 1e-5;

    private final CoreKernels core;
    private final SpeechKernels kernels;
    private final List<Long> strides;
    private final List<NDArray> convLayers = new ArrayList<>();
    private final NDArray normWeight;
    private final NDArray normBias;

    FeatureExtractor(Weights weights, List<Long> strides) {
        core = weights.kernels(CoreKernels.class);
        kernels = weights.kernels(SpeechKernels.class);
        this.strides = strides;
        int layers = weights.count("conv_layers");
        if (layers != strides.size()) {
            throw new IllegalArgumentException(
                    "%d convolutions, but %d strides for them".formatted(layers, strides.size()));
        }
        long channels = 1;
        for (int n = 0; n < layers; n++) {
            String key = "conv_layers." + n + ".conv.weight";
            convLayers.add(weights.get(key, Weights.ANY, channels, Weights.ANY));
            channels = weights.size(key, 0);
        }
        long first = weights.size("conv_layers.0.conv.weight", 0);
        normWeight = weights.get("conv_layers.0.layer_norm.weight", first);
        normBias = weights.get("conv_layers.0.layer_norm.bias", first);
    }

    NDArray forward(NDArray samples) { // samples: (B, 1, n)
        NDArray x = scoped(() -> core.gelu(kernels.channelNorm(convolve(0, samples), EPS, normWeight, normBias)));
        for (int n = 1; n < convLayers.size(); n++) {
            int layer = n;
            NDArray before = x;
            x = scoped(() -> core.gelu(convolve(layer, before))); // (B, channels, steps)
            before.close();
        }
        return x;
    }

    private NDArray convolve(int layer, NDArray x) {
        return kernels.convolve(x, convLayers.get(layer), strides.get(layer));
    }
}
