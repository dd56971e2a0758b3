package dev.parley.multitalk.internal.vae;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;
import java.util.List;

/**
 * The VAE's arithmetic; {@code vae.py} holds the functions. A slice of video is a batch of frames, {@code (T, C, H, W)}.
 */
interface VaeKernels extends ConvolutionKernels {
    /** Which {@code n} frames, from the second {@code n} after the first frame on, are the same as those before. */
    NDArray again(NDArray frames, int n);

    /** The frames of {@code past}, then those of {@code x}. */
    NDArray joined(NDArray past, NDArray x);

    /** As {@link #joined}, for values that have yet to be written behind {@code past}, as many as {@code x} has. */
    NDArray room(NDArray past, NDArray x);

    /** Unwritten frames of twice the height and width. */
    NDArray roomFourfold(NDArray x);

    /** On a GPU the channels of a pixel lie together; {@code x} itself where they do. */
    NDArray packed(NDArray x);

    /** The weight of a 3-D convolution as {@link #convolve} reads it: on a GPU that of each frame {@link #packed}. */
    NDArray laidOut(NDArray weight);

    /** What is to be added up, with a bias, to the convolution of {@code frames} on a GPU: one for each frame it sees. */
    List<NDArray> terms(NDArray frames, NDArray weight);

    /**
     * 3-D convolution, every {@code stride} frames, without padding in time and with zeros around each frame. The frames that meet under the kernel are laid side by side as channels of a 2-D
     * convolution: the same sums, some four times faster on a CPU, whose 3-D convolutions are poor. On a GPU they are
     * convolved apart and added up, which spares laying them out.
     */
    NDArray convolve(NDArray frames, NDArray weight, NDArray bias, int stride);

    /** {@link #convolve} of every frame on a GPU, by its 3-D convolution: faster than that where frames are small. */
    NDArray convolveWhole(NDArray frames, NDArray weight, NDArray bias);

    /** A copy of the last {@code n} frames. */
    NDArray last(NDArray frames, int n);

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

    /** Each pixel four times: twice the height and width. */
    NDArray enlarge(NDArray x);

    /** 2-D convolution with zeros around each frame. */
    NDArray smooth(NDArray x, NDArray weight, NDArray bias);

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
