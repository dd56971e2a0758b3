package dev.parley.multitalk;

import java.util.List;

/**
 * How much memory a model's weights take, in bytes, on the device or the host; told from the headers of its files.
 *
 * @param blocks of the transformer, each
 * @param restOfDit what the transformer has beside its blocks
 */
public record ModelSizes(
        List<Long> blocks, long restOfDit, long textEncoder, long imageEncoder, long vae, long speechEncoder) {
    public ModelSizes {
        blocks = List.copyOf(blocks);
    }

    /** Everything together. */
    public long total() {
        return dit() + textEncoder + imageEncoder + vae + speechEncoder;
    }

    /** The whole transformer. */
    public long dit() {
        return restOfDit + blocks.stream().mapToLong(Long::longValue).sum();
    }

    /** The most that is on the device at a time: what stays there, and what of the rest is there together. */
    public long onDevice(OffloadPolicy offload) {
        long resident = 0;
        long largest = 0;
        int leaving = 0;
        for (long block : blocks) {
            if (resident + block <= offload.blockBytes()) {
                resident += block;
            } else {
                leaving++;
                largest = Math.max(largest, block);
            }
        }
        long encoders = offload.encoders() ? textEncoder + imageEncoder : Math.max(textEncoder, imageEncoder);
        return restOfDit + resident + Math.min(2, leaving) * largest + encoders + vae + speechEncoder;
    }

    /**
     * As {@link #onDevice(OffloadPolicy)}, in a job whose windows take {@code window} bytes more. Encoders that leave have
     * left when a window takes the most.
     */
    public long onDevice(OffloadPolicy offload, long window) {
        long weights = onDevice(offload);
        long passing = offload.encoders() ? 0 : Math.max(textEncoder, imageEncoder);
        return Math.max(weights, weights - passing + window);
    }
}
