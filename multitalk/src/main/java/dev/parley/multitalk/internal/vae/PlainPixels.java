package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** By PyTorch's operations, on any device and in any precision. */
record PlainPixels(VaeKernels kernels) implements PixelOperations {
    @Override
    public NDArray normSilu(NDArray x, NDArray gamma, NDArray past) {
        return kernels.joined(past, kernels.normSilu(x, gamma));
    }

    @Override
    public List<NDArray> terms(NDArray frames, CausalConv3d conv) {
        return List.of(kernels.convolve(frames, conv.weight(), conv.bias(), 1));
    }

    @Override
    public NDArray sumNormSilu(List<NDArray> terms, CausalConv3d conv, NDArray gamma, NDArray past) {
        return normSilu(terms.get(0), gamma, past);
    }

    @Override
    public NDArray sumAdd(List<NDArray> terms, CausalConv3d conv, NDArray x) {
        return terms.get(0).add(x);
    }

    @Override
    public NDArray enlarge(NDArray x) {
        return kernels.enlarge(x);
    }
}
