package dev.parley.multitalk.internal.sample;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.torch.Torch;

/** Walks noise down to a clean latent. Flow matching, Euler steps; the reference: {@code wan/multitalk.py}. */
public final class Sampler {
    private final SampleKernels kernels;
    private final Schedule schedule;

    public Sampler(Torch torch, Schedule schedule) {
        kernels = torch.kernels(SampleKernels.class);
        this.schedule = schedule;
    }

    /**
     * One Euler step per pair of timesteps.
     *
     * @param noise (16, T, h, w), float32, left as it is
     * @return the latent without noise, same shape
     */
    public NDArray denoise(NDArray noise, Denoiser model, MotionLatents motion) {
        NDArray latent = scoped(() -> motion.into(noise.duplicate(), 0, schedule.noiseShare(0)));
        for (int i = 0; i < schedule.steps(); i++) {
            NDArray before = latent;
            int step = i;
            latent = scoped(() -> {
                NDArray velocity = model.velocity(before, schedule.timestep(step), step); // (16, T, h, w)
                NDArray moved = kernels.axpy(before, velocity, -schedule.length(step)); // (16, T, h, w)
                return motion.into(moved, step + 1, schedule.noiseShare(step + 1));
            });
            before.close();
        }
        return latent;
    }
}
