package dev.parley.multitalk.internal.sample;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.parley.multitalk.internal.torch.Torch;

/**
 * The beginning of a later window is known: the frames it takes over from the window before. Their latents are put into
 * the walk at every timestep, as noisy as the rest is then. The reference: {@code wan/multitalk.py}, {@code generate}.
 */
public final class MotionLatents {
    private final SampleKernels kernels;
    private final NDArray known; // (16, m, h, w); null in a video's first window
    private final NoiseSource noise;
    private final int window;

    private MotionLatents(SampleKernels kernels, NDArray known, NoiseSource noise, int window) {
        this.kernels = kernels;
        this.known = known;
        this.noise = noise;
        this.window = window;
    }

    /** The first window begins from nothing. */
    public static MotionLatents none() {
        return new MotionLatents(null, null, null, 0);
    }

    /** @param known latents of the frames taken over, (16, m, h, w), float32; the caller owns them */
    public static MotionLatents of(Torch torch, NDArray known, NoiseSource noise, int window) {
        return new MotionLatents(
                torch.kernels(SampleKernels.class), requireNonNull(known), requireNonNull(noise), window);
    }

    /**
     * {@code latent} with the known frames in their place.
     *
     * @param step the step that comes next, from 0; it tells one draw of noise from another
     * @param noiseShare how much of the latent is noise now
     */
    NDArray into(NDArray latent, int step, double noiseShare) { // latent: (16, T, h, w)
        if (known == null) {
            return latent;
        }
        NDArray noisy = kernels.mix(known, noise.motion(window, step, known.getShape()), noiseShare); // (16, m, h, w)
        NDArray rest = latent.get(new NDIndex(":, {}:", known.getShape().get(1))); // (16, T-m, h, w)
        return noisy.concat(rest, 1); // (16, T, h, w)
    }
}
