package dev.parley.provenance;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The boxes of an MP4 file at the top, one after the other to the file's last byte. */
final class Mp4Boxes {
    /** Of the box that holds content credentials (C2PA specification, A.5). */
    static final UUID C2PA = UUID.fromString("d8fec3d6-1b0e-483c-9297-5828877ec481");

    /** Where in a box its identifier stands. */
    static final int UUID_AT = 8;

    private static final int SMALL_HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int UUID_BYTES = 16;
    private static final int MOST = 10_000; // a fragmented video has two for each fragment

    /**
     * @param offset of its first byte
     * @param header bytes before its content; with its identifier where its type is {@code uuid}
     * @param uuid null unless its type is {@code uuid}
     */
    record Box(String type, UUID uuid, long offset, int header, long size) {
        long end() {
            return offset + size;
        }

        boolean isCredentials() {
            return C2PA.equals(uuid);
        }
    }

    /** @throws UnreadableCredentialsException if the boxes do not fill the file, or there is no {@code ftyp} in front */
    static List<Box> of(FileChannel file) throws IOException, UnreadableCredentialsException {
        List<Box> boxes = new ArrayList<>();
        addTo(boxes, file);
        return boxes;
    }

    /** The same; where it fails, the boxes before that place are in {@code boxes}. */
    static void addTo(List<Box> boxes, FileChannel file) throws IOException, UnreadableCredentialsException {
        long size = file.size();
        if (size < SMALL_HEADER || !type(read(file, 0, SMALL_HEADER)).equals("ftyp")) {
            throw new UnreadableCredentialsException("The file is no MP4: it does not begin with its type (ftyp)");
        }
        for (long at = 0; at < size; at = boxes.get(boxes.size() - 1).end()) {
            if (boxes.size() == MOST) {
                throw new UnreadableCredentialsException("The file has more than %d boxes".formatted(MOST));
            }
            boxes.add(box(file, at, size));
        }
    }

    private static Box box(FileChannel file, long at, long fileSize)
            throws IOException, UnreadableCredentialsException {
        long left = fileSize - at;
        ByteBuffer head = read(file, at, (int) Math.min(left, LARGE_HEADER + UUID_BYTES));
        if (left < SMALL_HEADER) {
            throw new UnreadableCredentialsException("The file ends in the header of a box at %d".formatted(at));
        }
        String type = type(head);
        long size = head.getInt() & 0xFFFFFFFFL;
        head.position(SMALL_HEADER);
        int header = SMALL_HEADER;
        if (size == 1 && head.remaining() >= Long.BYTES) {
            size = head.getLong();
            header = LARGE_HEADER;
        } else if (size == 0) {
            size = left;
        }
        UUID uuid = null;
        if (type.equals("uuid") && head.remaining() >= UUID_BYTES) {
            uuid = new UUID(head.getLong(), head.getLong());
            header += UUID_BYTES;
        }
        if (size < header || size > left) {
            throw new UnreadableCredentialsException(
                    "The box '%s' at %d should have %d bytes, the file has %d there".formatted(type, at, size, left));
        }
        return new Box(type, uuid, at, header, size);
    }

    private static String type(ByteBuffer head) {
        return new String(head.array(), Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
    }

    /** All of {@code bytes} bytes from {@code at}. */
    static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("The file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private Mp4Boxes() {}
}
