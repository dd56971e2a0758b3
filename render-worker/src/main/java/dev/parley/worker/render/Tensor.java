package dev.parley.worker.render;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers in a shape, row by row.
 *
 * @param bytes little-endian; the array is not copied
 */
public record Tensor(Type type, int[] shape, byte[] bytes) {
    /** What the safetensors format calls them. */
    public enum Type {
        U8(1),
        F32(4);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    public Tensor {
        requireNonNull(type, "type");
        shape = shape.clone();
        long expected = type.bytes();
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("A tensor's sizes are not negative, found %d".formatted(size));
            }
            expected = Math.multiplyExact(expected, size);
        }
        if (expected != bytes.length) {
            throw new IllegalArgumentException(
                    "%s %s takes %d bytes, found %d".formatted(type, Arrays.toString(shape), expected, bytes.length));
        }
    }

    public static Tensor ofFloats(float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(Type.F32, shape, bytes.array());
    }

    public float[] floats() {
        if (type != Type.F32) {
            throw new IllegalStateException("Expected an F32 tensor, found " + type);
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    public boolean isA(Type wanted, int... sizes) {
        return type == wanted && Arrays.equals(shape, sizes);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
