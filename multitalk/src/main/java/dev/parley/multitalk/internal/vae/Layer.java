package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;

/** A step of the encoder or the decoder, from one slice of a video to another. */
interface Layer {
    NDArray forward(NDArray x, Stream stream); // x: (T, in, H, W) -> (T', out, H', W')

    /** How many slices before its own a result depends on, where slices have so many frames. */
    default int slicesBefore(long frames) {
        return 0;
    }

    /** Whether it halves or doubles height and width. */
    default boolean scalesSpace() {
        return false;
    }

    /** Whether it halves or doubles the frames. */
    default boolean scalesTime() {
        return false;
    }

    /** The layers of a list in the checkpoint, each of the kind its keys show. */
    static List<Layer> list(Weights weights, String name, boolean decoding, PixelOperations pixels) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < weights.count(name); i++) {
            Weights layer = weights.at(name + "." + i);
            if (layer.has("residual.2.weight")) {
                layers.add(new ResidualBlock(layer, pixels));
            } else if (layer.has("to_qkv.weight")) {
                layers.add(new AttentionBlock(layer));
            } else {
                layers.add(decoding ? new Upsample(layer, pixels) : new Downsample(layer));
            }
        }
        return layers;
    }
}
