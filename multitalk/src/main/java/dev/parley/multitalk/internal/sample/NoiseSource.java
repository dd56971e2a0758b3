package dev.parley.multitalk.internal.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Where a video's noise comes from. Everything random in a render is asked for here, in this order. */
public interface NoiseSource {
    /**
     * What window {@code window} begins with, once for each window.
     *
     * @return standard normal values of {@code shape}, float32
     */
    NDArray latent(int window, Shape shape);

    /**
     * What the motion frames of a window are noised with: before step 0, then after each step, so that {@code step} runs
     * from 0 to the number of steps. Not asked for in the first window.
     *
     * @return standard normal values of {@code shape}, float32
     */
    NDArray motion(int window, int step, Shape shape);
}
