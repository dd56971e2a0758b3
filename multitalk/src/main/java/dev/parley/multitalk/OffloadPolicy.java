package dev.parley.multitalk;

/**
 * Which weights stay on the device. The others are kept on the host and transferred when needed: each block of the
 * transformer while the previous one is computed, so that the device holds two blocks beyond the budget. Results are
 * bit-identical.
 *
 * @param blockBytes budget for the transformer's blocks, in bytes; the first blocks stay
 * @param encoders whether the text and the image encoder stay; a window needs them only briefly
 */
public record OffloadPolicy(long blockBytes, boolean encoders) {
    /** Everything stays. */
    public static final OffloadPolicy ALL = new OffloadPolicy(Long.MAX_VALUE, true);

    public OffloadPolicy {
        if (blockBytes < 0) {
            throw new IllegalArgumentException(
                    "The budget for blocks must be at least 0 bytes, not %d".formatted(blockBytes));
        }
    }

    /** As many blocks stay as fit {@code blockBytes}; the encoders leave. */
    public static OffloadPolicy within(long blockBytes) {
        return new OffloadPolicy(blockBytes, false);
    }
}
