package dev.parley.bench.model;

import ai.djl.ndarray.NDArray;

/** What measuring needs beside the model's own kernels; {@code measure.py} holds the functions. */
interface MeasureKernels {
    /** Drawn from N(0, deviation squared) on {@code device}, in PyTorch's type number {@code type}. */
    NDArray random(long[] shape, double deviation, String device, int type);

    NDArray ones(long[] shape, String device, int type);

    /** {@code (m, k) x (k, n) -> (m, n)}. */
    NDArray matmul(NDArray a, NDArray b);

    /** 1 if no element is infinite or NaN, else 0. */
    long finite(NDArray x);

    /** Waits until the device has done all it was given: a value can only be read after what was queued before it. */
    long synchronize(String device);
}
