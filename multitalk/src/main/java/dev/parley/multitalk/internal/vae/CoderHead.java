package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;

/** Norm, SiLU and convolution at the end of a coder; keys {@code 0} and {@code 2}. */
final class CoderHead implements Layer {
    private final NDArray norm; // (C, 1, 1, 1)
    private final CausalConv3d conv;

    CoderHead(Weights weights, PixelOperations pixels) {
        norm = weights.get("0.gamma", Weights.ANY, 1, 1, 1);
        conv = new CausalConv3d(weights.at("2"), pixels);
    }

    @Override
    public int slicesBefore(long frames) {
        return conv.slicesBefore(frames);
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, C, H, W)
        return conv.forward(x, norm, stream); // (T, out, H, W)
    }
}
