package dev.parley.bench.model;

import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.TorchType;
import dev.parley.plan.Size;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A model's files, how they are opened, and what is rendered with them. */
final class OnDevice {
    @Option(names = "--model", defaultValue = "models/multitalk-tiny", description = "Default: ${DEFAULT-VALUE}.")
    Path directory;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda:N; default: ${DEFAULT-VALUE}.")
    String device;

    @Option(
            names = "--precision",
            defaultValue = "f32",
            converter = FloatTypeConverter.class,
            description = "bf16 or f32; default: ${DEFAULT-VALUE}.")
    TorchType precision;

    @Option(
            names = "--size",
            defaultValue = "192x192",
            converter = SizeConverter.class,
            description = "Height x width of the picture; default: ${DEFAULT-VALUE}.")
    Size video;

    /** With all weights on the device. */
    ModelOptions options() {
        return ModelOptions.CPU.withDevice(device).withPrecision(numbers());
    }

    Precision numbers() {
        return precision == TorchType.BF16 ? Precision.BF16 : Precision.F32;
    }
}
