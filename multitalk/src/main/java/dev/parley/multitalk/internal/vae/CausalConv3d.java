package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.List;

/** A 3-D convolution that looks back in time only; before the first frame there are zeros. */
final class CausalConv3d implements Layer {
    private final PixelOperations pixels;
    private final VaeKernels kernels;
    private final NDArray weight; // (out, in, time, height, width)
    private final NDArray bias; // (out)
    private final int lookBack;

    CausalConv3d(Weights weights, PixelOperations pixels) {
        this(
                pixels,
                weights.kernels(VaeKernels.class),
                laidOut(weights),
                weights.get("bias", weights.size("weight", 0)));
    }

    CausalConv3d(PixelOperations pixels, VaeKernels kernels, NDArray weight, NDArray bias) {
        this.pixels = pixels;
        this.kernels = kernels;
        this.weight = weight;
        this.bias = bias;
        lookBack = (int) weight.getShape().get(2) - 1;
    }

    private static NDArray laidOut(Weights weights) {
        long out = weights.size("weight", 0);
        try (NDArray weight = weights.get("weight", out, Weights.ANY, Weights.ANY, Weights.ANY, Weights.ANY)) {
            return TensorScope.keep(weights.kernels(VaeKernels.class).laidOut(weight));
        }
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, in, H, W)
        NDArray frames = kernels.joined(past(x, stream), x); // (lookBack + T, in, H, W)
        remember(frames, stream);
        return kernels.convolve(frames, weight, bias, 1); // (T, out, H, W)
    }

    /** {@link #forward} of SiLU of the norm of {@code x}. */
    NDArray forward(NDArray x, NDArray norm, Stream stream) {
        return kernels.convolve(frames(x, norm, stream), weight, bias, 1); // (T, out, H, W)
    }

    /** What is to be added up to {@link #forward(NDArray, NDArray, Stream)}. */
    List<NDArray> terms(NDArray x, NDArray norm, Stream stream) {
        return pixels.terms(frames(x, norm, stream), this);
    }

    /** {@link #terms(NDArray, NDArray, Stream)} of what {@code before} made: its {@code terms}. */
    List<NDArray> terms(List<NDArray> terms, CausalConv3d before, NDArray norm, Stream stream) {
        NDArray frames = pixels.sumNormSilu(terms, before, norm, past(terms.get(0), stream));
        remember(frames, stream);
        return pixels.terms(frames, this);
    }

    private NDArray frames(NDArray x, NDArray norm, Stream stream) {
        NDArray frames = pixels.normSilu(x, norm, past(x, stream)); // (lookBack + T, in, H, W)
        remember(frames, stream);
        return frames;
    }

    private NDArray past(NDArray x, Stream stream) {
        return stream.past(this).orElseGet(() -> kernels.noPast(x, lookBack)); // (lookBack, in, H, W)
    }

    private void remember(NDArray frames, Stream stream) {
        if (lookBack > 0) {
            stream.remember(this, kernels.last(frames, lookBack));
        }
    }

    @Override
    public int slicesBefore(long frames) {
        return (int) ((lookBack + frames - 1) / frames);
    }

    NDArray weight() {
        return weight;
    }

    NDArray bias() {
        return bias;
    }

    long out() {
        return weight.getShape().get(0);
    }
}
