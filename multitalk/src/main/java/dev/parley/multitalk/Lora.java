package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A LoRA file and its scale.
 *
 * @param scale 1 is the strength it was trained at
 */
public record Lora(Path file, double scale) {
    public Lora {
        requireNonNull(file, "file");
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("The scale of %s must be finite, not %s".formatted(file, scale));
        }
    }
}
