package dev.parley.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the account of a JPEG's scans. A progressive one sends all of the picture again and again, a few bits better each
 * time: cut off between two scans it is whole to a decoder, and blurred.
 */
final class JpegScans {
    private static final int COEFFICIENTS = 64;
    private static final int PROGRESSIVE = 0xC2;
    private static final byte NOTHING_YET = Byte.MAX_VALUE;

    /** By component: for each coefficient the bits that are still to come. */
    private final Map<Byte, byte[]> missing = new HashMap<>();

    private boolean progressive;
    private boolean none = true;

    /** @param frame content of the frame's header */
    void begin(ByteBuffer frame, int code) {
        progressive = code == PROGRESSIVE;
        missing.clear();
        for (int i = 0; i < (frame.get(5) & 0xFF); i++) {
            byte[] bits = new byte[COEFFICIENTS];
            Arrays.fill(bits, NOTHING_YET);
            missing.put(frame.get(6 + 3 * i), bits);
        }
    }

    /** @param scan content of the scan's header */
    void add(ByteBuffer scan) {
        none = false;
        int components = scan.get(0) & 0xFF;
        int first = progressive ? scan.get(1 + 2 * components) & 0x3F : 0;
        int last = progressive ? scan.get(2 + 2 * components) & 0x3F : COEFFICIENTS - 1;
        byte left = (byte) (progressive ? scan.get(3 + 2 * components) & 0xF : 0);
        for (int i = 0; i < components; i++) {
            byte[] bits = missing.get(scan.get(1 + 2 * i));
            if (bits != null && first <= last) {
                Arrays.fill(bits, first, last + 1, left);
            }
        }
    }

    boolean none() {
        return none;
    }

    /** Whether there was a scan for every bit. */
    boolean complete() {
        byte[] all = new byte[COEFFICIENTS];
        return missing.values().stream().allMatch(bits -> Arrays.equals(bits, all));
    }
}
