package dev.parley.multitalk.internal.sample;

import ai.djl.ndarray.NDArray;

/** The sampler's arithmetic in float32; {@code sample.py} holds the functions. */
interface SampleKernels {
    /** Standard normal values of a generator of their own, drawn on the CPU whatever the device: (shape), float32. */
    NDArray normal(long seed, long[] shape);

    /** {@code x + y * factor}. */
    NDArray axpy(NDArray x, NDArray y, double factor);

    /** {@code (1 - share) * x + share * y}. */
    NDArray mix(NDArray x, NDArray y, double share);

    /** {@code base + first * firstScale}, and {@code + second * secondScale} if there is a second. */
    NDArray guide(NDArray base, NDArray first, double firstScale, double secondScale, NDArray second);

    /**
     * {@code update}, shortened to {@code limit} (0: any length), without its part along {@code cond} but for
     * {@code parallelShare} of it. In float64 inside.
     */
    NDArray project(NDArray update, NDArray cond, double limit, double parallelShare);
}
