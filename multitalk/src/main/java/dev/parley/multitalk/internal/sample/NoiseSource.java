package dev.parley.multitalk.internal.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The source of a video's noise, and of everything random in a render. */
public interface NoiseSource {
    /**
     * The noise that window {@code window} starts from, requested once per window.
     *
     * @return standard normal values of {@code shape}, float32
     */
    NDArray latent(int window, Shape shape);

    /**
     * The noise added to a window's motion frames before step 0 and after each step, so {@code step} runs from 0 to the number
     * of steps. Not requested for the first window.
     *
     * @return standard normal values of {@code shape}, float32
     */
    NDArray motion(int window, int step, Shape shape);

    /** The noise for rendering the same windows differently; {@code take} 0 is this one. */
    NoiseSource take(int take);
}
