package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.vae.Tiling;

/**
 * How a model is opened.
 *
 * @param device in PyTorch's words: {@code cpu}, {@code cuda:0}
 * @param tiling how the VAE takes frames; in tiles for a device that cannot hold them whole
 */
public record ModelOptions(
        String device, Precision precision, Quantization quantization, OffloadPolicy offload, Tiling tiling) {
    /** On the CPU, in float32. */
    public static final ModelOptions CPU =
            new ModelOptions("cpu", Precision.F32, Quantization.NONE, OffloadPolicy.ALL, Tiling.NONE);

    public ModelOptions {
        requireNonNull(device, "device");
        requireNonNull(precision, "precision");
        requireNonNull(quantization, "quantization");
        requireNonNull(offload, "offload");
        requireNonNull(tiling, "tiling");
    }

    public ModelOptions withDevice(String other) {
        return new ModelOptions(other, precision, quantization, offload, tiling);
    }

    public ModelOptions withPrecision(Precision other) {
        return new ModelOptions(device, other, quantization, offload, tiling);
    }

    public ModelOptions withQuantization(Quantization other) {
        return new ModelOptions(device, precision, other, offload, tiling);
    }

    public ModelOptions withOffload(OffloadPolicy other) {
        return new ModelOptions(device, precision, quantization, other, tiling);
    }

    public ModelOptions withTiling(Tiling other) {
        return new ModelOptions(device, precision, quantization, offload, other);
    }
}
