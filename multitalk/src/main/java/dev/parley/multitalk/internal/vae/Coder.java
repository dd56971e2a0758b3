package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoder or the decoder, which mirror each other: a convolution, layers, and a head of norm, SiLU and convolution.
 * Keys {@code conv1}, {@code downsamples}, {@code middle}, {@code upsamples}, {@code head}.
 */
final class Coder {
    private final VaeKernels kernels;
    private final CausalConv3d conv1;
    private final List<Layer> layers = new ArrayList<>();
    private final NDArray headNorm; // (C, 1, 1, 1)
    private final CausalConv3d headConv;

    private Coder(Weights weights, boolean decoding, List<String> order) {
        kernels = weights.kernels(VaeKernels.class);
        conv1 = new CausalConv3d(weights.at("conv1"));
        order.forEach(list -> layers.addAll(Layer.list(weights, list, decoding)));
        headNorm = weights.get("head.0.gamma", Weights.ANY, 1, 1, 1);
        headConv = new CausalConv3d(weights.at("head.2"));
    }

    static Coder encoder(Weights weights) {
        return new Coder(weights, false, List.of("downsamples", "middle"));
    }

    static Coder decoder(Weights weights) {
        return new Coder(weights, true, List.of("middle", "upsamples"));
    }

    /** How many times the height and width are halved or doubled. */
    int spatialSteps() {
        return (int) layers.stream().filter(Layer::scalesSpace).count();
    }

    /** How many times the frames are halved or doubled. */
    int temporalSteps() {
        return (int) layers.stream().filter(Layer::scalesTime).count();
    }

    NDArray forward(NDArray slice, Stream stream) { // slice: (T, in, H, W)
        NDArray x = conv1.forward(slice, stream); // (T, C, H, W)
        for (Layer layer : layers) {
            NDArray before = x;
            x = scoped(() -> layer.forward(before, stream));
            before.close();
        }
        return headConv.forward(kernels.normSilu(x, headNorm), stream); // (T', out, H', W')
    }
}
