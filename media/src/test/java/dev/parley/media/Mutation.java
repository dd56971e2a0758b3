package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_CRC_32_IEEE;
import static org.bytedeco.ffmpeg.global.avutil.av_crc;
import static org.bytedeco.ffmpeg.global.avutil.av_crc_get_table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;

/**
 * Spoils files as accidents and attackers do: cuts, flipped bits, extreme numbers, repetitions, pieces of other files.
 * The same random makes the same file.
 */
final class Mutation {
    private static final int MOST_BYTES = 1 << 19;
    private static final int MOST_CHANGES = 5;
    private static final int MOST_REPETITIONS = 200;

    /** Where headers and indexes are. */
    private static final int EDGE = 512;

    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7F,
        0x80,
        0xFF,
        0x3FFF,
        0x4000,
        0x7FFF,
        0x8000,
        0xFFFF,
        0xFF_FFFF,
        0x0FFF_FFFF,
        0x7FFF_FFFF,
        0x8000_0000L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final SplittableRandom random;
    private final List<byte[]> specimens;

    Mutation(SplittableRandom random, List<byte[]> specimens) {
        this.random = random;
        this.specimens = specimens;
    }

    byte[] next() {
        byte[] file = pick().clone();
        // Often one change only: of two, the first may end the reading before it comes to the second.
        for (int left = random.nextBoolean() ? 1 : random.nextInt(1, 1 + MOST_CHANGES); left > 0; left--) {
            byte[] changed = changed(file);
            file = changed.length > MOST_BYTES ? Arrays.copyOf(changed, MOST_BYTES) : changed;
        }
        return random.nextBoolean() ? withChecksums(file) : file;
    }

    private byte[] changed(byte[] file) {
        int at = place(file.length);
        int length = Math.min(file.length - at, 1 + random.nextInt(1 << random.nextInt(1, 13)));
        return switch (random.nextInt(10)) {
            case 0 -> Arrays.copyOf(file, at);
            case 1 -> replaced(file, at, length, new byte[0]);
            case 2 -> replaced(file, at, length, noise(length));
            case 3 -> replaced(file, at, 0, repeated(Arrays.copyOfRange(file, at, at + length)));
            case 4 -> replaced(file, at, 0, foreign());
            case 5 -> overwritten(file, at, foreign());
            case 6 -> overwritten(file, place(file.length), Arrays.copyOfRange(file, at, at + length));
            case 7 -> overwritten(file, at, extreme());
            case 8 -> flipped(file, at);
            default -> counted(file, at);
        };
    }

    private int place(int length) {
        if (length == 0) {
            return 0;
        }
        int edge = Math.min(length, EDGE);
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(length);
            case 1 -> length - 1 - random.nextInt(edge);
            default -> random.nextInt(edge);
        };
    }

    private static byte[] replaced(byte[] file, int at, int length, byte[] by) {
        return ByteBuffer.allocate(file.length - length + by.length)
                .put(file, 0, at)
                .put(by)
                .put(file, at + length, file.length - at - length)
                .array();
    }

    private static byte[] overwritten(byte[] file, int at, byte[] by) {
        int length = Math.min(by.length, file.length - at);
        return replaced(file, at, length, Arrays.copyOf(by, length));
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(noise);
        } else {
            Arrays.fill(noise, (byte) (random.nextBoolean() ? 0 : 0xFF));
        }
        return noise;
    }

    private byte[] repeated(byte[] part) {
        int times = Math.min(1 + random.nextInt(MOST_REPETITIONS), MOST_BYTES / Math.max(1, part.length));
        byte[] parts = new byte[part.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(part, 0, parts, i * part.length, part.length);
        }
        return parts;
    }

    private byte[] foreign() {
        byte[] other = pick();
        int from = place(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + 1 + random.nextInt(1 << 12)));
    }

    private byte[] extreme() {
        return number(EXTREMES[random.nextInt(EXTREMES.length)]);
    }

    private byte[] number(long value) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) value};
            case 1 ->
                ByteBuffer.allocate(2).order(order).putShort((short) value).array();
            case 2 -> ByteBuffer.allocate(4).order(order).putInt((int) value).array();
            default -> ByteBuffer.allocate(8).order(order).putLong(value).array();
        };
    }

    private byte[] flipped(byte[] file, int at) {
        byte[] flipped = file.clone();
        for (int left = random.nextInt(8); left >= 0 && file.length > 0; left--) {
            flipped[Math.min(file.length - 1, at + random.nextInt(1 + left * 8))] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** A byte that is a little more or less, as a length may be. */
    private byte[] counted(byte[] file, int at) {
        byte[] counted = file.clone();
        if (file.length > 0) {
            counted[at] += (byte) (random.nextInt(33) - 16);
        }
        return counted;
    }

    private byte[] pick() {
        return specimens.get(random.nextInt(specimens.size()));
    }

    /** What was changed gets by where a checksum would give it away: in PNG and Ogg. */
    static byte[] withChecksums(byte[] file) {
        ByteBuffer mended = ByteBuffer.wrap(file.clone());
        if (file.length > 8 && mended.getLong(0) == PngFile.SIGNATURE) {
            mendChunks(mended);
        }
        for (int at = 0; at + 27 < file.length; at++) {
            if (mended.getInt(at) == 0x4F676753) { // "OggS"
                mendPage(mended, at);
            }
        }
        return mended.array();
    }

    private static void mendChunks(ByteBuffer png) {
        CRC32 crc = new CRC32();
        long at = 8;
        while (at + 12 <= png.limit()) {
            long length = Integer.toUnsignedLong(png.getInt((int) at));
            if (at + 12 + length > png.limit()) {
                return;
            }
            crc.reset();
            crc.update(png.slice((int) at + 4, (int) length + 4));
            png.putInt((int) (at + 8 + length), (int) crc.getValue());
            at += 12 + length;
        }
    }

    private static void mendPage(ByteBuffer ogg, int at) {
        int segments = ogg.get(at + 26) & 0xFF;
        int end = at + 27 + segments;
        for (int i = 0; i < segments && at + 27 + i < ogg.limit(); i++) {
            end += ogg.get(at + 27 + i) & 0xFF;
        }
        if (end <= ogg.limit()) {
            ogg.putInt(at + 22, 0);
            try (BytePointer page = new BytePointer(Arrays.copyOfRange(ogg.array(), at, end))) {
                ogg.putInt(at + 22, av_crc(av_crc_get_table(AV_CRC_32_IEEE), 0, page, end - at));
            }
        }
    }
}
