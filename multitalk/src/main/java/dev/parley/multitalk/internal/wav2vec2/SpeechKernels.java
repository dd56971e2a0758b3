package dev.parley.multitalk.internal.wav2vec2;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;

/** What only the speech encoder computes; {@code speech.py} holds the functions. */
interface SpeechKernels extends ConvolutionKernels {
    /** {@code x (B, in, n)} with {@code weight (out, in, kernel)}, no padding. */
    NDArray convolve(NDArray x, NDArray weight, long stride);

    /** Norm over time of each channel alone: {@code x (B, C, n)}. */
    NDArray channelNorm(NDArray x, double eps, NDArray weight, NDArray bias);

    /** {@code x (B, C, n)} at {@code steps} equally spaced places, first and last kept: {@code (B, steps, C)}. */
    NDArray resample(NDArray x, long steps);

    /** The weight of a convolution stored as direction and length, lengths per place of the kernel: as {@code v}. */
    NDArray weightNorm(NDArray v, NDArray g);

    /** Convolution over time of {@code x (B, n, C)}, as long as its input. */
    NDArray convolvePositions(NDArray x, NDArray weight, NDArray bias, long groups);
}
