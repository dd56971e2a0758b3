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

    /** Stands at the steps of a walk. */
    @FunctionalInterface
    public interface Border {
        /** Called before step {@code next}, from the second that is walked on. May end the walk by throwing. */
        void before(int next, NDArray latent);
    }

    /**
     * One Euler step per pair of timesteps.
     *
     * @param noise (16, T, h, w), float32, left as it is
     * @return the latent without noise, same shape
     */
    public NDArray denoise(NDArray noise, Denoiser model, MotionLatents motion, Border border) {
        NDArray latent = scoped(() -> motion.into(noise.duplicate(), 0, schedule.noiseShare(0)));
        return resume(latent, 0, model, motion, border);
    }

    /**
     * The rest of a walk.
     *
     * @param from the latent as a {@link Border} has seen it, (16, T, h, w), float32; freed
     * @param first the step that comes next
     */
    public NDArray resume(NDArray from, int first, Denoiser model, MotionLatents motion, Border border) {
        NDArray latent = from;
        for (int i = first; i < schedule.steps(); i++) {
            if (i > first) {
                border.before(i, latent);
            }
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
