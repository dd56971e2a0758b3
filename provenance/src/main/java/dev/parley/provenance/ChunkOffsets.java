package dev.parley.provenance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Where the index of an MP4 ({@code moov}) says that samples lie: numbers that change when something moves in before them. */
final class ChunkOffsets {
    private static final int HEADER = 8;
    private static final int FLAGS_AND_COUNT = 8;
    private static final Set<String> ON_THE_WAY = Set.of("moov", "trak", "mdia", "minf", "stbl");

    /**
     * Adds {@code by} to every offset.
     *
     * @param moov all of the box with its header; changed in place
     * @throws UnreadableCredentialsException if it is damaged, or an offset has no room for the new number
     */
    static void shift(byte[] moov, long by) throws UnreadableCredentialsException {
        boxes(ByteBuffer.wrap(moov), by);
    }

    private static void boxes(ByteBuffer in, long by) throws UnreadableCredentialsException {
        while (in.hasRemaining()) {
            if (in.remaining() < HEADER) {
                throw new UnreadableCredentialsException("The index (moov) ends in the header of a box");
            }
            int size = in.getInt(in.position());
            byte[] type = new byte[4];
            in.get(in.position() + 4, type);
            String name = new String(type, StandardCharsets.ISO_8859_1);
            if (size < HEADER || size > in.remaining()) {
                throw new UnreadableCredentialsException("'%s' in the index (moov) should have %d bytes, there are %d"
                        .formatted(name, size & 0xFFFFFFFFL, in.remaining()));
            }
            ByteBuffer body = in.slice(in.position() + HEADER, size - HEADER);
            if (ON_THE_WAY.contains(name)) {
                boxes(body, by);
            } else if (name.equals("stco")) {
                each(body, Integer.BYTES, by);
            } else if (name.equals("co64")) {
                each(body, Long.BYTES, by);
            }
            in.position(in.position() + size);
        }
    }

    private static void each(ByteBuffer body, int width, long by) throws UnreadableCredentialsException {
        if (body.remaining() < FLAGS_AND_COUNT
                || body.getInt(4) < 0
                || body.remaining() != FLAGS_AND_COUNT + (long) width * body.getInt(4)) {
            throw new UnreadableCredentialsException("A table of offsets in the index (moov) is damaged");
        }
        for (int at = FLAGS_AND_COUNT; at < body.limit(); at += width) {
            long moved = by + (width == Integer.BYTES ? body.getInt(at) & 0xFFFFFFFFL : body.getLong(at));
            if (width == Long.BYTES) {
                body.putLong(at, moved);
            } else if (moved <= 0xFFFFFFFFL) {
                body.putInt(at, (int) moved);
            } else {
                throw new UnreadableCredentialsException(
                        "The video is too large for credentials in front: a sample would begin at byte %d"
                                .formatted(moved));
            }
        }
    }

    private ChunkOffsets() {}
}
