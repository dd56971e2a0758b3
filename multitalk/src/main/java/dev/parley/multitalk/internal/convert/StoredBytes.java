package dev.parley.multitalk.internal.convert;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Copies a tensor as it lies in its file, last axis fastest. */
final class StoredBytes {
    private static final int BUFFER = 1 << 20;

    private StoredBytes() {}

    static void copy(StoredTensor tensor, WritableByteChannel out) throws IOException {
        if (tensor.elements() == 0) {
            return;
        }
        try (FileChannel in = FileChannel.open(tensor.file())) {
            if (isInOnePiece(tensor)) {
                transfer(tensor, in, out);
            } else {
                gather(tensor, in, out);
            }
        }
    }

    private static boolean isInOnePiece(StoredTensor tensor) {
        long expected = 1;
        for (int axis = tensor.shape().size() - 1; axis >= 0; axis--) {
            long size = tensor.shape().get(axis);
            if (size != 1 && tensor.strides().get(axis) != expected) {
                return false;
            }
            expected *= size;
        }
        return true;
    }

    private static void transfer(StoredTensor tensor, FileChannel in, WritableByteChannel out) throws IOException {
        long at = tensor.offset();
        long left = tensor.bytes();
        while (left > 0) {
            long moved = in.transferTo(at, left, out);
            if (moved <= 0) {
                throw new IOException("%s was cut short while it was read".formatted(tensor.file()));
            }
            at += moved;
            left -= moved;
        }
    }

    /** Element by element, as for a matrix that was saved transposed. */
    private static void gather(StoredTensor tensor, FileChannel in, WritableByteChannel out) throws IOException {
        long bytes = Math.multiplyExact(tensor.span(), tensor.type().bytes());
        if (bytes > Integer.MAX_VALUE) {
            throw new CheckpointException("%s: a tensor of %s with strides %s spans %d bytes, expected at most %d"
                    .formatted(tensor.file(), tensor.shape(), tensor.strides(), bytes, Integer.MAX_VALUE));
        }
        MappedByteBuffer from = in.map(FileChannel.MapMode.READ_ONLY, tensor.offset(), bytes);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long[] index = new long[tensor.shape().size()];
        do {
            int at = Math.toIntExact(
                    element(index, tensor.strides()) * tensor.type().bytes());
            for (int i = 0; i < tensor.type().bytes(); i++) {
                buffer.put(from.get(at + i));
            }
            if (buffer.remaining() < Long.BYTES) {
                drain(buffer, out);
            }
        } while (next(index, tensor.shape()));
        drain(buffer, out);
    }

    private static long element(long[] index, List<Long> strides) {
        long element = 0;
        for (int axis = 0; axis < index.length; axis++) {
            element += index[axis] * strides.get(axis);
        }
        return element;
    }

    private static boolean next(long[] index, List<Long> shape) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape.get(axis)) {
                return true;
            }
            index[axis] = 0;
        }
        return false;
    }

    static void drain(ByteBuffer buffer, WritableByteChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }
}
