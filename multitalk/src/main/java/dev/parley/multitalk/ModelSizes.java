package dev.parley.multitalk;

import java.util.List;

/**
 * How much memory a model's weights need, in bytes, on the device or the host; read from the headers of its files.
 *
 * @param blocks bytes of each block of the transformer
 * @param restOfDit the transformer without its blocks
 */
public record ModelSizes(
        List<Long> blocks, long restOfDit, long textEncoder, long imageEncoder, long vae, long speechEncoder) {
    public ModelSizes {
        blocks = List.copyOf(blocks);
    }

    /** The sum of all networks. */
    public long total() {
        return dit() + textEncoder + imageEncoder + vae + speechEncoder;
    }

    /** The whole transformer. */
    public long dit() {
        return restOfDit + blocks.stream().mapToLong(Long::longValue).sum();
    }

    /** The peak on the device: what stays there, and the largest part of the rest that is there at one time. */
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
     * As {@link #onDevice(OffloadPolicy)}, for a job whose windows need {@code window} bytes in addition. Encoders that are
     * offloaded have left the device when a window reaches its peak.
     */
    public long onDevice(OffloadPolicy offload, long window) {
        long weights = onDevice(offload);
        long passing = offload.encoders() ? 0 : Math.max(textEncoder, imageEncoder);
        return Math.max(weights, weights - passing + window);
    }
}
