package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.Optional;

/** Half the height and width; with a {@code time_conv} also half the frames. Keys {@code resample.1}, {@code time_conv}. */
final class Downsample implements Layer {
    private final VaeKernels kernels;
    private final NDArray weight; // (C, C, 3, 3)
    private final NDArray bias; // (C)
    private final NDArray timeWeight; // (C, C, 3, 1, 1); null where the frames stay
    private final NDArray timeBias; // (C)

    Downsample(Weights weights) {
        kernels = weights.kernels(VaeKernels.class);
        long width = weights.size("resample.1.weight", 0);
        weight = weights.get("resample.1.weight", width, width, 3, 3);
        bias = weights.get("resample.1.bias", width);
        boolean inTime = weights.has("time_conv.weight");
        timeWeight = inTime ? weights.get("time_conv.weight", width, width, 3, 1, 1) : null;
        timeBias = inTime ? weights.get("time_conv.bias", width) : null;
    }

    @Override
    public boolean scalesSpace() {
        return true;
    }

    @Override
    public boolean scalesTime() {
        return timeWeight != null;
    }

    @Override
    public int slicesBefore(long frames) {
        return scalesTime() ? 1 : 0;
    }

    @Override
    public NDArray forward(NDArray x, Stream stream) { // x: (T, C, H, W)
        NDArray y = kernels.halve(x, weight, bias); // (T, C, H/2, W/2)
        if (timeWeight == null) {
            return y;
        }
        Optional<NDArray> past = stream.past(this);
        // The video's first frame stands alone: it passes as it is and is the context of what follows.
        NDArray z = past.isEmpty() ? y : kernels.convolve(kernels.joined(past.get(), y), timeWeight, timeBias, 2);
        stream.remember(this, kernels.last(y, 1));
        return z; // (T/2, C, H/2, W/2)
    }
}
