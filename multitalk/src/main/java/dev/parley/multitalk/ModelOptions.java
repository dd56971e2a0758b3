package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

/**
 * How a model is opened.
 *
 * @param device in PyTorch's words: {@code cpu}, {@code cuda:0}
 */
public record ModelOptions(String device, Precision precision, Quantization quantization, Residency residency) {
    /** On the CPU, in float32. */
    public static final ModelOptions CPU = new ModelOptions("cpu", Precision.F32, Quantization.NONE, Residency.ALL);

    public ModelOptions {
        requireNonNull(device, "device");
        requireNonNull(precision, "precision");
        requireNonNull(quantization, "quantization");
        requireNonNull(residency, "residency");
    }

    public ModelOptions withDevice(String other) {
        return new ModelOptions(other, precision, quantization, residency);
    }

    public ModelOptions withPrecision(Precision other) {
        return new ModelOptions(device, other, quantization, residency);
    }

    public ModelOptions withQuantization(Quantization other) {
        return new ModelOptions(device, precision, other, residency);
    }

    public ModelOptions withResidency(Residency other) {
        return new ModelOptions(device, precision, quantization, other);
    }
}
