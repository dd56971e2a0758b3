package dev.parley.bench.model;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;

/** What measuring needs beside the model's own kernels; {@code measure.py} holds the functions. */
interface MeasureKernels extends ConvolutionKernels {
    /** Drawn from N(0, deviation squared) on {@code device}, in PyTorch's type number {@code type}. */
    NDArray random(long[] shape, double deviation, String device, int type);

    NDArray ones(long[] shape, String device, int type);

    /** {@code (m, k) x (k, n) -> (m, n)}. */
    NDArray matmul(NDArray a, NDArray b);

    /** As {@link #convolution}, without a bias and by PyTorch alone. */
    NDArray plainConvolution(NDArray x, NDArray weight, long[] stride, long[] padding, int groups);

    /** 1 if no element is infinite or NaN, else 0. */
    long finite(NDArray x);

    /** Waits until the device has done all it was given: a value can only be read after what was queued before it. */
    long synchronize(String device);
}
