package dev.parley.multitalk;

/**
 * Which weights stay on the device. The others live on the host and come when it is their turn: of the transformer's
 * blocks, the next one while the one before it is computed, so that two more than the budget are there. What is rendered
 * is the same to the bit.
 *
 * @param blockBytes how much of the transformer's blocks stays, in bytes; the first ones do
 * @param encoders whether the text and the image encoder stay, which a window needs for a moment
 */
public record OffloadPolicy(long blockBytes, boolean encoders) {
    /** Everything stays. */
    public static final OffloadPolicy ALL = new OffloadPolicy(Long.MAX_VALUE, true);

    public OffloadPolicy {
        if (blockBytes < 0) {
            throw new IllegalArgumentException("Blocks take no %d bytes".formatted(blockBytes));
        }
    }

    /** Blocks stay as far as {@code blockBytes} go; the encoders leave. */
    public static OffloadPolicy within(long blockBytes) {
        return new OffloadPolicy(blockBytes, false);
    }
}
