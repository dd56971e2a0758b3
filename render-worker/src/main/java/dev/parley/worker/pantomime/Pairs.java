package dev.parley.worker.pantomime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pictures with two neighboring pixels per long, {@code 0x00BBGGRR00BBGGRR}, the left one low: six channels are worked
 * on at once, which is what keeps a frame below a millisecond. Widths are even.
 */
final class Pairs {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY_OTHER = 0x00ff00ff00ff00ffL;
    private static final long HALVES = 0x0080008000800080L;
    private static final long ALL_BUT_LOWEST_BITS = 0xfefefefefefefefeL;
    private static final long LEFT = 0xffffffL;
    private static final int BYTES = 6;

    static long[] of(byte[] rgb) {
        long[] pairs = new long[rgb.length / BYTES];
        read(rgb, pairs, 0, pairs.length);
        return pairs;
    }

    /** Takes over pairs {@code from} to {@code to}, exclusive, of a picture as bytes. */
    static void read(byte[] rgb, long[] pairs, int from, int to) {
        for (int i = from; i < to; i++) {
            int at = i * BYTES;
            pairs[i] = pixel(rgb, at) | pixel(rgb, at + 3) << 32;
        }
    }

    private static long pixel(byte[] rgb, int at) {
        return rgb[at] & 0xff | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff) << 16;
    }

    /** Writes a pair's six bytes, and two bytes of no meaning after them. */
    static void writeLoosely(long pair, byte[] rgb, int index) {
        EIGHT_BYTES.set(rgb, index * BYTES, packed(pair));
    }

    static void write(long pair, byte[] rgb, int index) {
        long packed = packed(pair);
        for (int i = 0; i < BYTES; i++) {
            rgb[index * BYTES + i] = (byte) (packed >>> 8 * i);
        }
    }

    private static long packed(long pair) {
        return pair & LEFT | pair >>> 8 & LEFT << 24;
    }

    /** @param part of {@code b}, 0 to 256 */
    static long mix(long a, long b, int part) {
        int rest = 256 - part;
        long even = ((a & EVERY_OTHER) * rest + (b & EVERY_OTHER) * part + HALVES) >>> 8 & EVERY_OTHER;
        long odd = ((a >>> 8 & EVERY_OTHER) * rest + (b >>> 8 & EVERY_OTHER) * part + HALVES) & ~EVERY_OTHER;
        return even | odd;
    }

    /** About a quarter of {@code before} and the rest of {@code now}; what stands still ends exactly at {@code now}. */
    static long follow(long before, long now) {
        long up = (before | now) - (((before ^ now) & ALL_BUT_LOWEST_BITS) >>> 1);
        return (up & now) + (((up ^ now) & ALL_BUT_LOWEST_BITS) >>> 1);
    }

    private Pairs() {}
}
