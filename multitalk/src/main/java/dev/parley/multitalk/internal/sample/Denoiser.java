package dev.parley.multitalk.internal.sample;

import ai.djl.ndarray.NDArray;

/** What tells a noisy latent where the video is. */
@FunctionalInterface
public interface Denoiser {
    /**
     * @param latent (16, T, h, w), float32, left as it is
     * @param t 1000 for pure noise, 0 for none
     * @param step from 0
     * @return velocity from the video to the noise, same shape
     */
    NDArray velocity(NDArray latent, float t, int step);
}
