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
    private final List<Layer> layers = new ArrayList<>();

    private Coder(Weights weights, PixelOperations pixels, boolean decoding, List<String> order) {
        layers.add(new CausalConv3d(weights.at("conv1"), pixels));
        order.forEach(list -> layers.addAll(Layer.list(weights, list, decoding, pixels)));
        layers.add(new CoderHead(weights.at("head"), pixels));
    }

    static Coder encoder(Weights weights, PixelOperations pixels) {
        return new Coder(weights, pixels, false, List.of("downsamples", "middle"));
    }

    static Coder decoder(Weights weights, PixelOperations pixels) {
        return new Coder(weights, pixels, true, List.of("middle", "upsamples"));
    }

    /** How many times the height and width are halved or doubled. */
    int spatialSteps() {
        return (int) layers.stream().filter(Layer::scalesSpace).count();
    }

    /** How many times the frames are halved or doubled. */
    int temporalSteps() {
        return (int) layers.stream().filter(Layer::scalesTime).count();
    }

    /**
     * @param slice (T, in, H, W)
     * @param again whether it is the same as the slice before: then what it makes the same is not computed again
     */
    NDArray forward(NDArray slice, boolean again, Stream stream) {
        Settled settled = stream.settled();
        settled.begin(again);
        NDArray x = settled.result(slice);
        boolean ours = false; // to be freed here
        for (int i = settled.layers(); i < layers.size(); i++) {
            Layer layer = layers.get(i);
            NDArray before = x;
            int slicesBefore = layer.slicesBefore(before.getShape().get(0));
            x = scoped(() -> layer.forward(before, stream));
            if (ours) {
                before.close();
            }
            ours = !settled.takes(i, slicesBefore, x);
        }
        return ours ? x : x.duplicate(); // (T', out, H', W')
    }
}
