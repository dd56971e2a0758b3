package dev.parley.worker.render;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers in a shape, row by row. They are kept as they were given, floats or little-endian bytes, and turned into the
 * other only where somebody asks: within one process a window's floats reach the next window as they are.
 */
public final class Tensor {
    private final Type type;
    private final int[] shape;
    private final byte[] bytes; // null where there are floats
    private final float[] floats; // null where there are bytes

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

    /** @param bytes little-endian; the array is not copied */
    public Tensor(Type type, int[] shape, byte[] bytes) {
        this(type, shape, bytes, null, bytes.length);
    }

    private Tensor(Type type, int[] shape, byte[] bytes, float[] floats, long length) {
        this.type = requireNonNull(type, "type");
        this.shape = shape.clone();
        this.bytes = bytes;
        this.floats = floats;
        if (length() != length) {
            throw new IllegalArgumentException(
                    "%s %s takes %d bytes, found %d".formatted(type, Arrays.toString(shape), length(), length));
        }
    }

    /** @param values the array is not copied: it is not to be changed afterwards */
    public static Tensor ofFloats(float[] values, int... shape) {
        return new Tensor(Type.F32, shape, null, values, (long) values.length * Float.BYTES);
    }

    public Type type() {
        return type;
    }

    public int[] shape() {
        return shape.clone();
    }

    /** Bytes that its numbers take. */
    long length() {
        long length = type.bytes();
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("A tensor's sizes are not negative, found %d".formatted(size));
            }
            length = Math.multiplyExact(length, size);
        }
        return length;
    }

    /** Puts its bytes into {@code file}, which is little-endian. */
    void writeTo(ByteBuffer file) {
        if (floats == null) {
            file.put(bytes);
        } else {
            file.asFloatBuffer().put(floats);
            file.position(file.position() + floats.length * Float.BYTES);
        }
    }

    /** Little-endian; not to be changed. */
    public byte[] bytes() {
        if (floats == null) {
            return bytes;
        }
        ByteBuffer made = ByteBuffer.allocate(Math.toIntExact(length())).order(ByteOrder.LITTLE_ENDIAN);
        writeTo(made);
        return made.array();
    }

    /** Not to be changed: they may be the very ones it was made of. */
    public float[] floats() {
        if (type != Type.F32) {
            throw new IllegalStateException("Expected an F32 tensor, found " + type);
        }
        if (floats != null) {
            return floats;
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    public boolean isA(Type wanted, int... sizes) {
        return type == wanted && Arrays.equals(shape, sizes);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
