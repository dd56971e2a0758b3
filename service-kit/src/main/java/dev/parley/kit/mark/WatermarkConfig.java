package dev.parley.kit.mark;

import dev.parley.watermark.MarkKey;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whether and how pictures are marked; {@code parley.watermark.key} is {@code PARLEY_WATERMARK_KEY} in the environment. */
@ConfigMapping(prefix = "parley.watermark")
public interface WatermarkConfig {
    /** False leaves videos unmarked. */
    @WithDefault("true")
    boolean enabled();

    /** Decides the pattern. Without it everybody's, which any copy of Parley finds. */
    Optional<String> key();

    /** What marks of this farm follow from. Without it one is made, once, and kept in the store. */
    Optional<String> secret();

    /** @throws IllegalStateException if what is configured cannot be one */
    default MarkKey pattern() {
        try {
            return key().map(MarkKey::of).orElse(MarkKey.PUBLIC);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("PARLEY_WATERMARK_KEY: " + e.getMessage(), e);
        }
    }
}
