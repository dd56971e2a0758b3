package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

/**
 * How a model is opened.
 *
 * @param device in PyTorch's notation: {@code cpu}, {@code cuda:0}
 * @param tiling how the VAE splits frames; tiles are for devices that cannot hold whole frames
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

    /** Whether {@code name} has the form {@code cpu} or {@code cuda:N}. Whether the device exists shows when it is opened. */
    public static boolean isDevice(String name) {
        return name.matches("cpu|cuda:\\d{1,3}");
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
