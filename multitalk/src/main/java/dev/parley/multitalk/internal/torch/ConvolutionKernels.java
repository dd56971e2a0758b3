package dev.parley.multitalk.internal.torch;

import ai.djl.ndarray.NDArray;

/**
 * The one way to convolve; {@code convolution.py} says what stands in the way of any other. Kernels that convolve
 * themselves extend this interface and have the function in their script.
 */
public interface ConvolutionKernels {
    /**
     * @param x (B, in, ...), as many axes behind as {@code stride} has numbers
     * @param weight (out, in / groups, ...)
     * @param padding zeros before and behind each of these axes
     * @param bias (out), or null
     * @return (B, out, ...)
     */
    NDArray convolution(NDArray x, NDArray weight, long[] stride, long[] padding, int groups, NDArray bias);
}
