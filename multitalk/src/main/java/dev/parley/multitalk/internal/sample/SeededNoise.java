package dev.parley.multitalk.internal.sample;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;

/**
 * Noise that depends on the seed, the window and the step alone: any window can be made again without those before it,
 * by any process, on any device. (The reference draws one stream for the whole video.)
 */
public final class SeededNoise implements NoiseSource {
    private static final int LATENT = -1;

    private final SampleKernels kernels;
    private final CoreKernels core;
    private final String device;
    private final long seed;

    public SeededNoise(Torch torch, long seed) {
        this(torch.kernels(SampleKernels.class), torch.kernels(CoreKernels.class), torch.device(), seed);
    }

    private SeededNoise(SampleKernels kernels, CoreKernels core, String device, long seed) {
        this.kernels = kernels;
        this.core = core;
        this.device = device;
        this.seed = seed;
    }

    @Override
    public NoiseSource take(int take) {
        return take == 0 ? this : new SeededNoise(kernels, core, device, mix(seed + take));
    }

    @Override
    public NDArray latent(int window, Shape shape) {
        return draw(window, LATENT, shape);
    }

    @Override
    public NDArray motion(int window, int step, Shape shape) {
        return draw(window, step, shape);
    }

    private NDArray draw(int window, int step, Shape shape) {
        // PyTorch's CPU generator uses the low 32 bits of its seed only.
        long mixed = mix(mix(mix(seed) + window) + step) >>> 32;
        return scoped(() -> core.place(kernels.normal(mixed, shape.getShape()), device, TorchType.F32.code()));
    }

    /** The finaliser of SplitMix64: neighboring numbers come out unlike each other. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
