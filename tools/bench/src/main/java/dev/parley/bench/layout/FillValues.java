package dev.parley.bench.layout;

import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Values for tensors that nobody trained: N(0, 0.02 squared), 1 where a norm multiplies. To write as fast as a disk takes
 * it, every tensor repeats one block of {@value #BLOCK} values, from a place of its own on.
 */
final class FillValues implements Values {
    static final int BLOCK = 1 << 20;
    private static final double DEVIATION = 0.02;
    private static final long SEED = 20250522;

    private final Map<TorchType, ByteBuffer> blocks = new EnumMap<>(TorchType.class);

    @Override
    public void write(Planned tensor, WritableByteChannel out) throws IOException {
        if (TensorTable.isNorm(tensor.key(), tensor.shape())) {
            ones(tensor, out);
            return;
        }
        ByteBuffer block =
                blocks.computeIfAbsent(tensor.type(), FillValues::block).duplicate();
        block.position(
                Math.floorMod(tensor.key().hashCode(), BLOCK) * tensor.type().bytes());
        for (long left = tensor.bytes(); left > 0; ) {
            block.limit((int) Math.min(block.capacity(), block.position() + left));
            left -= out.write(block);
            if (block.position() == block.capacity()) {
                block.clear();
            }
        }
    }

    private static void ones(Planned tensor, WritableByteChannel out) throws IOException {
        ByteBuffer ones = ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        while (ones.hasRemaining()) {
            put(ones, tensor.type(), 1);
        }
        ones.flip();
        while (ones.hasRemaining()) {
            out.write(ones);
        }
    }

    private static ByteBuffer block(TorchType type) {
        Random random = new Random(SEED);
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining()) {
            put(block, type, (float) (DEVIATION * random.nextGaussian()));
        }
        return block.clear();
    }

    private static void put(ByteBuffer out, TorchType type, float value) {
        switch (type) {
            case F32 -> out.putFloat(value);
            case BF16 -> out.putShort((short) (Float.floatToIntBits(value) >>> 16));
            default -> throw new IllegalArgumentException("Weights are F32 or BF16, not " + type);
        }
    }
}
