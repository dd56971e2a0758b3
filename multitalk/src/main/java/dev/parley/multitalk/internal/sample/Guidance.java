package dev.parley.multitalk.internal.sample;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Map;

/**
 * Combines several velocities into one, away from what the model would do without the prompt or the voices. Belongs to
 * one window, whose previous steps it may take into account.
 */
public interface Guidance extends AutoCloseable {
    /** Guidance for one window. The caller closes it. */
    static Guidance begin(GuidanceSettings settings, Torch torch) {
        SampleKernels kernels = torch.kernels(SampleKernels.class);
        return settings.apg() == null
                ? new ClassifierFree(kernels, settings)
                : new AdaptiveProjected(kernels, settings);
    }

    /**
     * With guidance by prompt and voices.
     *
     * @param cond velocity with prompt and voices
     * @param dropText with the negative prompt and voices
     * @param uncond with the negative prompt and no voices
     */
    NDArray combine(NDArray cond, NDArray dropText, NDArray uncond);

    /**
     * With guidance by the prompt only, or by the voices only.
     *
     * @param cond velocity with prompt and voices
     * @param dropped without what is guided: with the negative prompt and voices, or with the prompt and no voices
     */
    NDArray combine(NDArray cond, NDArray dropped);

    /** What it remembers of the window's steps, by name; nothing if the next step does not depend on those before. */
    Map<String, NDArray> memory();

    /**
     * Takes over what another one remembered, before the first step here.
     *
     * @param memory tensors that are this one's from now on
     * @throws IllegalArgumentException if it is not what such guidance remembers
     */
    void recall(Map<String, NDArray> memory);

    /** Frees what was kept of the window's steps. */
    @Override
    void close();
}
