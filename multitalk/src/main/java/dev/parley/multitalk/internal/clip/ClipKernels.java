package dev.parley.multitalk.internal.clip;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.ConvolutionKernels;

/** What only the image encoder computes; {@code clip.py} holds the functions. */
interface ClipKernels extends ConvolutionKernels {
    /** {@code image (B, 3, H, W)} in [-1, 1] as the square {@code (B, 3, side, side)} that the network was trained on. */
    NDArray pixels(NDArray image, long side);

    /** {@code pixels (B, 3, side, side)} as patches, class token first: {@code (B, 1 + patches, C)}. */
    NDArray embed(NDArray pixels, NDArray weight, NDArray classToken, NDArray positions);
}
