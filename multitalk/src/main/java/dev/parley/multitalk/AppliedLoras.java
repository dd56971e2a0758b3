package dev.parley.multitalk;

import java.util.List;

/**
 * LoRAs applied to an open model, see {@link MultiTalk#apply}. Closing removes them and restores the model bit-exactly.
 * Closing twice has no effect.
 */
public interface AppliedLoras extends AutoCloseable {
    /**
     * Keys of the LoRA files that have no effect, as {@code file: key}: {@code .alpha} scales, keys of other LoRA formats,
     * and {@code up} or {@code down} halves without their counterpart.
     */
    List<String> ignored();

    @Override
    void close();
}
