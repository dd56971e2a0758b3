package dev.parley.multitalk.lora;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A LoRA, and how much of it.
 *
 * @param scale 1 is what it was trained for
 */
public record Lora(Path file, double scale) {
    public Lora {
        requireNonNull(file, "file");
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("The scale of %s is %s".formatted(file, scale));
        }
    }
}
