package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a model is opened.
 *
 * @param device in PyTorch's notation: {@code cpu}, {@code cuda:0}
 * @param attention of the transformer's tokens to each other
 * @param tiling how the VAE splits frames; tiles are for devices that cannot hold whole frames
 * @param companions further devices that compute some of a step's forward passes at the same time, each with the
 *     transformer's weights of its own; of the kind of {@code device}, or the passes differ. Useful up to one less than there
 *     are passes a step
 */
public record ModelOptions(
        String device,
        Precision precision,
        Quantization quantization,
        AttentionPrecision attention,
        OffloadPolicy offload,
        Tiling tiling,
        List<String> companions) {
    /** On the CPU, in float32. */
    public static final ModelOptions CPU = new ModelOptions(
            "cpu",
            Precision.F32,
            Quantization.NONE,
            AttentionPrecision.MODEL,
            OffloadPolicy.ALL,
            Tiling.NONE,
            List.of());

    public ModelOptions {
        requireNonNull(device, "device");
        requireNonNull(precision, "precision");
        requireNonNull(quantization, "quantization");
        requireNonNull(attention, "attention");
        requireNonNull(offload, "offload");
        requireNonNull(tiling, "tiling");
        companions = List.copyOf(companions);
    }

    /** Whether {@code name} has the form {@code cpu} or {@code cuda:N}. Whether the device exists shows when it is opened. */
    public static boolean isDevice(String name) {
        return name.matches("cpu|cuda:\\d{1,3}");
    }

    public ModelOptions withDevice(String other) {
        return new ModelOptions(other, precision, quantization, attention, offload, tiling, companions);
    }

    public ModelOptions withPrecision(Precision other) {
        return new ModelOptions(device, other, quantization, attention, offload, tiling, companions);
    }

    public ModelOptions withQuantization(Quantization other) {
        return new ModelOptions(device, precision, other, attention, offload, tiling, companions);
    }

    public ModelOptions withAttention(AttentionPrecision other) {
        return new ModelOptions(device, precision, quantization, other, offload, tiling, companions);
    }

    public ModelOptions withOffload(OffloadPolicy other) {
        return new ModelOptions(device, precision, quantization, attention, other, tiling, companions);
    }

    public ModelOptions withTiling(Tiling other) {
        return new ModelOptions(device, precision, quantization, attention, offload, other, companions);
    }

    public ModelOptions withCompanions(List<String> others) {
        return new ModelOptions(device, precision, quantization, attention, offload, tiling, others);
    }
}
