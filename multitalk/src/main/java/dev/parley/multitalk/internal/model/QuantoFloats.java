package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Published weights in quanto's eight-bit floats. They are not read: quanto has a scale for each row and inputs in floats,
 * FP8 products take one scale for a weight and inputs in eight bits.
 */
final class QuantoFloats {
    private static final String TRANSFORMER = "dit_model_fp8.safetensors";
    private static final String TEXT_ENCODER = "t5_fp8.safetensors";

    private QuantoFloats() {}

    /** @throws CheckpointException if nothing else is there of a model's transformer */
    static void refuseTransformer(ModelPaths paths) {
        boolean others = Files.exists(paths.transformer())
                || paths.int8Transformer().exists()
                || paths.fp8Transformer().exists();
        refuse(others, paths.files().quantized().resolve(TRANSFORMER), paths.transformer());
    }

    /** As {@link #refuseTransformer}, of its text encoder. */
    static void refuseTextEncoder(ModelPaths paths) {
        boolean others =
                Files.exists(paths.textEncoder()) || paths.int8TextEncoder().exists();
        refuse(others, paths.files().quantized().resolve(TEXT_ENCODER), paths.textEncoder());
    }

    private static void refuse(boolean others, Path quanto, Path floats) {
        if (!others && Files.exists(quanto)) {
            throw new CheckpointException(
                    "%s is in quanto's eight-bit floats, which are not read. Expected %s; of it, parley models convert --to fp8"
                                    .formatted(quanto, floats)
                            + " makes weights in FP8. Published weights in int8 are read: parley models pull int8");
        }
    }
}
