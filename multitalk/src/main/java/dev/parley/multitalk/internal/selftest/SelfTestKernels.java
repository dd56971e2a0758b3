package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;

/** What the self-test needs in addition to the model's own kernels; the functions are in {@code self_test.py}. */
interface SelfTestKernels extends ConvolutionKernels {
    /**
     * The weight of a convolution that is a product: {@code outputs (groups, out/groups)}, {@code inputs (groups,
     * in/groups)}, {@code taps (kernel...)}, result {@code (out, in/groups, kernel...)}.
     */
    NDArray separableWeight(NDArray outputs, NDArray inputs, NDArray taps);

    /** {@code x weight^T + bias}. */
    NDArray linear(NDArray x, NDArray weight, NDArray bias);

    /** {@code x y}, matrix by matrix. */
    NDArray matmul(NDArray x, NDArray y);

    /** Over the last axis. */
    NDArray softmax(NDArray x);

    /** Leaves NaN in freed memory of these sizes, in elements, which the next allocations are likely to get. */
    void soil(String device, int type, long[] sizes);

    /** As {@code AVX512}. */
    String cpuCapability();
}
