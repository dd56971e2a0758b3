package dev.parley.watermark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Marks the frames of one video. All get the same pattern at the same place, stronger where the picture is busy: what is
 * added depends on the frame, the key and the 64 bits, on nothing else. For one thread.
 */
public final class FrameMarker {
    private static final int BLOCK = 8;

    /** Steps of strength, in 64ths of a gray level of the pattern's root mean square. */
    private static final int STEP = 16;

    private static final int LEVELS = 16;

    /** Of a flat block, and of each gray level by which neighbors differ, in steps. */
    private static final double FLAT = 1.2 * 64 / STEP;

    private static final double BUSY = 0.9 / BLOCK * 64 / STEP;

    /** Mean square of the levels, in steps, at which the mark is 44.3 dB below the brightest white. */
    private static final double MOST = Math.pow(1.55 * 64 / STEP, 2);

    /** Gray levels; few values of a pattern are beyond. */
    private static final int MOST_ADDED = 31;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;

    private final int width;
    private final int height;
    /** What is added, by level: the signed bytes of each row of the tile, three a pixel. */
    private final byte[][] added = new byte[LEVELS + 1][MarkLayout.TILE * MarkLayout.TILE * 3];

    /** The same for eight bytes at a time, what makes brighter and what makes darker apart. */
    private final long[][] brighter = new long[LEVELS + 1][MarkLayout.TILE * MarkLayout.TILE * 3 / Long.BYTES];

    private final long[][] darker = new long[LEVELS + 1][MarkLayout.TILE * MarkLayout.TILE * 3 / Long.BYTES];

    private final double[] wanted;
    private final byte[] marked;

    /** @param payload what the mark says */
    public FrameMarker(int width, int height, MarkKey key, long payload) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A frame has at least one pixel, not %dx%d".formatted(width, height));
        }
        Objects.requireNonNull(key, "key");
        this.width = width;
        this.height = height;
        float[] tile = new MarkLayout(key).tile(payload);
        for (int level = 0; level <= LEVELS; level++) {
            for (int i = 0; i < added[level].length; i++) {
                int value = Math.max(-MOST_ADDED, Math.min(MOST_ADDED, Math.round(tile[i / 3] * level * STEP / 64)));
                added[level][i] = (byte) value;
                brighter[level][i / Long.BYTES] |= (long) Math.max(0, value) << i % Long.BYTES * Byte.SIZE;
                darker[level][i / Long.BYTES] |= (long) Math.max(0, -value) << i % Long.BYTES * Byte.SIZE;
            }
        }
        wanted = new double[blocks(width) * blocks(height)];
        marked = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    }

    private static int blocks(int pixels) {
        return (pixels + BLOCK - 1) / BLOCK;
    }

    /**
     * @param rgb rows of three bytes a pixel; stays as it is
     * @return the same array at every call
     */
    public byte[] mark(byte[] rgb) {
        if (rgb.length != marked.length) {
            throw new IllegalArgumentException("A frame of %dx%d has %d bytes, this one has %d"
                    .formatted(width, height, marked.length, rgb.length));
        }
        double bound = Math.min(1, Math.sqrt(MOST / meanSquare(rgb)));
        int columns = blocks(width);
        for (int y = 0; y < height; y++) {
            int inTile = y % MarkLayout.TILE * MarkLayout.TILE;
            int row = y / BLOCK * columns;
            for (int column = 0; column < columns; column++) {
                int x = column * BLOCK;
                int level = (int) (wanted[row + column] * bound + 0.5);
                int from = (y * width + x) * 3;
                int fromTile = (inTile + x % MarkLayout.TILE) * 3;
                if (width - x >= BLOCK) {
                    addToBlock(rgb, from, brighter[level], darker[level], fromTile / Long.BYTES);
                } else {
                    add(rgb, from, (width - x) * 3, added[level], fromTile);
                }
            }
        }
        return marked;
    }

    /** Eight pixels, eight bytes at a time. */
    private void addToBlock(byte[] rgb, int from, long[] brighter, long[] darker, int fromTile) {
        for (int i = 0; i < 3; i++) {
            int at = from + i * Long.BYTES;
            long bytes = (long) EIGHT_BYTES.get(rgb, at);
            long raised = plus(bytes, brighter[fromTile + i]);
            EIGHT_BYTES.set(marked, at, ~plus(~raised, darker[fromTile + i]));
        }
    }

    /** The sums of eight bytes, no larger than 255; what is added is below 128. */
    private static long plus(long bytes, long more) {
        long sums = (bytes & ~HIGH_BITS) + more;
        long overflown = (bytes & sums & HIGH_BITS) >>> 7;
        return sums ^ bytes & HIGH_BITS | (overflown << 8) - overflown;
    }

    private void add(byte[] rgb, int from, int bytes, byte[] add, int fromTile) {
        for (int i = 0; i < bytes; i++) {
            marked[from + i] = (byte) Math.max(0, Math.min(255, (rgb[from + i] & 0xFF) + add[fromTile + i]));
        }
    }

    /** Fills in how strong each block is to be, by how much its pixels of green differ from their neighbors. Every fourth pixel tells. */
    private double meanSquare(byte[] rgb) {
        int columns = blocks(width);
        double sum = 0;
        for (int row = 0; row < blocks(height); row++) {
            int top = row * BLOCK;
            int bottom = Math.min(height - 1, top + BLOCK);
            for (int column = 0; column < columns; column++) {
                int left = column * BLOCK;
                int right = Math.min(width - 1, left + BLOCK);
                int differences = 0;
                for (int y = top; y < bottom; y += 2) {
                    int at = (y * width + left) * 3 + 1;
                    for (int x = left; x < right; x += 2, at += 6) {
                        int here = rgb[at] & 0xFF;
                        differences +=
                                Math.abs((rgb[at + 3] & 0xFF) - here) + Math.abs((rgb[at + 3 * width] & 0xFF) - here);
                    }
                }
                int pixels = Math.max(1, ((bottom - top + 1) / 2) * ((right - left + 1) / 2));
                double level = Math.min(LEVELS, FLAT + BUSY * differences / pixels);
                wanted[row * columns + column] = level;
                sum += level * level;
            }
        }
        return sum / wanted.length;
    }
}
