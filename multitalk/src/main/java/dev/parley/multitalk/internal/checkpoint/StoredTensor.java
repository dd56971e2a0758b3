package dev.parley.multitalk.internal.checkpoint;

import dev.parley.multitalk.TorchType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a tensor lies: nothing of it has been read yet.
 *
 * @param offset in bytes from the beginning of {@code file}, a multiple of the type's size
 * @param strides in elements, one for each axis of {@code shape}
 */
public record StoredTensor(Path file, long offset, TorchType type, List<Long> shape, List<Long> strides) {
    public StoredTensor {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    /** A tensor that lies in one piece, last axis fastest. */
    public static StoredTensor contiguous(Path file, long offset, TorchType type, List<Long> shape) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            strides.add(stride);
            stride = Math.multiplyExact(stride, Math.max(1, shape.get(axis)));
        }
        Collections.reverse(strides);
        return new StoredTensor(file, offset, type, shape, strides);
    }

    /** Number of elements of the whole tensor. */
    public long elements() {
        return elements(shape);
    }

    /** Number of elements from the first to the last in its file, including gaps. */
    public long span() {
        return span(shape, strides);
    }

    /** Bytes of the whole tensor where it lies in one piece. */
    public long bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }

    /** @throws ArithmeticException when there are more than a long can count */
    static long elements(List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    /** Number of elements from the first to the last in memory, including gaps. */
    static long span(List<Long> shape, List<Long> strides) {
        if (shape.contains(0L)) {
            return 0;
        }
        long last = 0;
        for (int axis = 0; axis < shape.size(); axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
        }
        return last + 1;
    }
}
