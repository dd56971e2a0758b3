package dev.parley.multitalk.internal.vae;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;

/** Twice the height and width; with a {@code time_conv} also twice the frames. Keys {@code resample.1}, {@code time_conv}. */
final class Upsample implements Layer {
    private final PixelOperations pixels;
    private final VaeKernels kernels;
    private final NDArray weight; // (C/2, C, 3, 3)
    private final NDArray bias; // (C/2)
    private final CausalConv3d timeConv; // C -> 2C; null where the frames stay

    Upsample(Weights weights, PixelOperations pixels) {
        this.pixels = pixels;
        kernels = weights.kernels(VaeKernels.class);
        long out = weights.size("resample.1.weight", 0);
        weight = weights.get("resample.1.weight", out, Weights.ANY, 3, 3);
        bias = weights.get("resample.1.bias", out);
        timeConv = weights.has("time_conv.weight") ? new CausalConv3d(weights.at("time_conv"), pixels) : null;
    }

    @Override
    public boolean scalesSpace() {
        return true;
    }

    @Override
    public boolean scalesTime() {
        return timeConv != null;
    }

    @Override
    public int slicesBefore(long frames) {
        return scalesTime() ? timeConv.slicesBefore(frames) : 0;
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, C, H, W)
        if (timeConv == null) {
            return doubled(x); // (T, C/2, 2H, 2W)
        }
        if (stream.past(this).isEmpty()) {
            // The first latent frame is one pixel frame, and the convolution in time never gets to see it.
            stream.remember(this, kernels.noPast(x, 0));
            return doubled(x); // (T, C/2, 2H, 2W)
        }
        NDArray frames = scoped(() -> kernels.interleave(timeConv.forward(x, stream))); // (2T, C, H, W)
        return doubled(frames); // (2T, C/2, 2H, 2W)
    }

    private NDArray doubled(NDArray x) {
        return scoped(() -> kernels.smooth(pixels.enlarge(x), weight, bias)); // (T, C/2, 2H, 2W)
    }
}
