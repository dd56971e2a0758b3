package dev.parley.multitalk.internal.image;

import ai.djl.ndarray.NDArray;

/** Pixels between bytes and the model's range; {@code image.py} holds the functions. */
interface ImageKernels {
    /** {@code (H * W * 3) bytes -> (3, H, W)} in [-1, 1], float32. */
    NDArray pixels(NDArray rgb, long height, long width);

    /** {@code (3, F, H, W)} in [-1, 1] -> {@code (F, H, W, 3)} bytes: cut off, not rounded. */
    NDArray bytes(NDArray frames);

    /** {@code (3, H, W)} sRGB in [0, 1] -> CIE Lab, D65, 2 degrees. */
    NDArray lab(NDArray rgb);

    /** {@link #lab} back, clipped to [0, 1]. */
    NDArray rgb(NDArray lab);

    /**
     * {@code frame (3, H, W)} in [-1, 1] with the Lab mean and deviation of {@code reference}; a channel whose deviation
     * is below {@code flat} becomes the mean.
     */
    NDArray matchColors(NDArray frame, NDArray reference, double strength, double flat);
}
