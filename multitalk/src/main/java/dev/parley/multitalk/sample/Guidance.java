package dev.parley.multitalk.sample;

import ai.djl.ndarray.NDArray;

/**
 * Makes one velocity of several: away from what the model would do without the prompt, without the voices. Belongs to
 * one window, whose steps it may remember.
 */
public interface Guidance extends AutoCloseable {
    /**
     * With the prompt guided too.
     *
     * @param cond velocity with prompt and voices
     * @param dropText with the negative prompt and voices
     * @param uncond with the negative prompt and no voices
     */
    NDArray combine(NDArray cond, NDArray dropText, NDArray uncond);

    /**
     * With the voices guided only.
     *
     * @param cond velocity with prompt and voices
     * @param dropAudio with the prompt and no voices
     */
    NDArray combine(NDArray cond, NDArray dropAudio);

    /** Forgets the window's steps. */
    @Override
    void close();
}
