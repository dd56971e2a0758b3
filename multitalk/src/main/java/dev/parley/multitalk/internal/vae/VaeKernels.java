package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;

/**
 * The VAE's arithmetic; {@code vae.py} holds the functions. A slice of video is a batch of frames, {@code (T, C, H, W)}.
 */
interface VaeKernels extends ConvolutionKernels {
    /**
     * 3-D convolution over {@code past} and {@code x}, every {@code stride} frames, without padding in time and with
     * zeros around each frame. The frames that meet under the kernel are laid side by side as channels of a 2-D
     * convolution: the same sums, some four times faster on a CPU, whose 3-D convolutions are poor. On a GPU they are
     * convolved apart and added up, which spares laying them out.
     */
    NDArray convolve(NDArray past, NDArray x, NDArray weight, NDArray bias, int stride);

    /** A copy of the last {@code n} frames of {@code past} followed by {@code x}. */
    NDArray last(NDArray past, NDArray x, int n);

    /** {@code n} frames of zeros before the stream that {@code x} begins. */
    NDArray noPast(NDArray x, int n);

    /** Every pixel's channels brought to length {@code sqrt(C)}, times {@code gamma}. */
    NDArray norm(NDArray x, NDArray gamma);

    /** {@link #norm}, then SiLU. */
    NDArray normSilu(NDArray x, NDArray gamma);

    /** One-headed attention among the pixels of each frame, added to {@code x}. */
    NDArray attention(NDArray x, NDArray gamma, NDArray qkvWeight, NDArray qkvBias, NDArray weight, NDArray bias);

    /** Half the height and width. */
    NDArray halve(NDArray x, NDArray weight, NDArray bias);

    /** Twice the height and width, each pixel repeated before the convolution. */
    NDArray doubled(NDArray x, NDArray weight, NDArray bias);

    /** {@code (T, 2C, H, W) -> (2T, C, H, W)}: the first half of the channels is the earlier frame. */
    NDArray interleave(NDArray x);

    NDArray normalize(NDArray x, NDArray mean, NDArray deviation);

    NDArray denormalize(NDArray x, NDArray mean, NDArray deviation);

    /** To [-1, 1], float32. */
    NDArray clamp(NDArray x);

    /** Zeros for frames as many and as deep as {@code like (C, T, h, w)}, of another size. */
    NDArray canvas(NDArray like, int height, int width);

    /** Adds {@code x (C, T, h, w)}, times {@code ramp (1, 1, h, w)} if given, to a part of {@code canvas}. */
    void paste(NDArray canvas, NDArray x, int top, int left, NDArray ramp);
}
