package dev.parley.multitalk.internal.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.TorchType;

/**
 * How a checkpoint's tensors are loaded.
 *
 * @param precision type of floating-point tensors; {@code null} keeps the stored type
 * @param eightBits which linear layers have weights in eight bits
 * @param residentBytes budget for weights that may be offloaded but stay on the device; the rest is kept on the host
 */
public record Loading(TorchType precision, EightBitLayers eightBits, long residentBytes) {
    public Loading {
        requireNonNull(eightBits, "eightBits");
        if (residentBytes < 0) {
            throw new IllegalArgumentException(
                    "The budget for weights must be at least 0 bytes, not %d".formatted(residentBytes));
        }
    }

    /** All weights on the device, in one precision. */
    public static Loading of(TorchType precision) {
        return new Loading(precision, EightBitLayers.NONE, Long.MAX_VALUE);
    }

    public Loading withEightBits(EightBitLayers other) {
        return new Loading(precision, other, residentBytes);
    }

    public Loading withResidentBytes(long other) {
        return new Loading(precision, eightBits, other);
    }

    /** Bytes of memory that a tensor needs once loaded. */
    public long bytes(String key, StoredTensor stored) {
        long elements = StoredTensor.elements(stored.shape());
        if (!stored.type().isFloat() || precision == null) {
            return elements * stored.type().bytes();
        }
        boolean becomesEightBits = stored.shape().size() == 2
                && key.endsWith(".weight")
                && eightBits.quantizes(key.substring(0, key.length() - ".weight".length()));
        if (!becomesEightBits) {
            return elements * precision.bytes();
        }
        boolean oneScale = eightBits.kind() == EightBitLayers.Kind.FP8;
        return elements + (oneScale ? TorchType.F32.bytes() : stored.shape().get(0) * precision.bytes());
    }
}
