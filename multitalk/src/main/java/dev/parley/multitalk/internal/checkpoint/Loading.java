package dev.parley.multitalk.internal.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.TorchType;

/**
 * What becomes of a checkpoint's tensors in memory.
 *
 * @param precision what floating-point tensors become; {@code null} leaves each as it is stored
 * @param eightBits which linear layers have weights in eight bits
 * @param residentBytes how much of what may leave the device stays there; the rest lives on the host
 */
public record Loading(TorchType precision, EightBitLayers eightBits, long residentBytes) {
    public Loading {
        requireNonNull(eightBits, "eightBits");
        if (residentBytes < 0) {
            throw new IllegalArgumentException("Weights take no %d bytes".formatted(residentBytes));
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

    /** How much memory a tensor takes once it is loaded, in bytes. */
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
