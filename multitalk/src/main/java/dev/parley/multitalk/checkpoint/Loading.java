package dev.parley.multitalk.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.torch.TorchType;

/**
 * What becomes of a checkpoint's tensors in memory.
 *
 * @param precision what floating-point tensors become; {@code null} leaves each as it is stored
 * @param int8 which linear layers have weights in eight bits
 * @param residentBytes how much of what may leave the device stays there; the rest lives on the host
 */
public record Loading(TorchType precision, Int8Layers int8, long residentBytes) {
    public Loading {
        requireNonNull(int8, "int8");
        if (residentBytes < 0) {
            throw new IllegalArgumentException("Weights take no %d bytes".formatted(residentBytes));
        }
    }

    /** All weights on the device, in one precision. */
    public static Loading of(TorchType precision) {
        return new Loading(precision, Int8Layers.NONE, Long.MAX_VALUE);
    }

    public Loading withInt8(Int8Layers other) {
        return new Loading(precision, other, residentBytes);
    }

    public Loading withResidentBytes(long other) {
        return new Loading(precision, int8, other);
    }

    /** How much memory a tensor takes once it is loaded, in bytes. */
    public long bytes(String key, StoredTensor stored) {
        long elements = StoredTensor.elements(stored.shape());
        if (!stored.type().isFloat() || precision == null) {
            return elements * stored.type().bytes();
        }
        boolean becomesInt8 = stored.shape().size() == 2
                && key.endsWith(".weight")
                && int8.quantises(key.substring(0, key.length() - ".weight".length()));
        return becomesInt8 ? elements + stored.shape().get(0) * precision.bytes() : elements * precision.bytes();
    }
}
