package dev.parley.provenance;

import static dev.parley.provenance.CredentialReader.require;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The manifest store of a JPEG (segments {@code APP11}), PNG (chunk {@code caBX}) or WAV (chunk {@code C2PA}), and where in
 * the file it is, with what is around it.
 */
record FoundStore(ByteBuffer bytes, long offset, long size) {
    /** The larger a store, the longer anybody can keep us busy. */
    private static final long LARGEST = 16L << 20;

    private static final int MOST_PARTS = 10_000;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** The kinds of files, and how their parts are laid out. */
    enum Container {
        JPEG("image/jpeg"),
        PNG("image/png"),
        WAV("audio/wav");

        private final String mediaType;

        Container(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }
    }

    long end() {
        return offset + size;
    }

    /** What the file is by its first bytes. */
    static Optional<Container> container(FileChannel in) throws IOException {
        if (in.size() < 12) {
            return Optional.empty();
        }
        byte[] head = Mp4Boxes.read(in, 0, 12).array();
        if ((head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xD8 && (head[2] & 0xFF) == 0xFF) {
            return Optional.of(Container.JPEG);
        }
        if (ByteBuffer.wrap(head, 0, PNG.length).equals(ByteBuffer.wrap(PNG))) {
            return Optional.of(Container.PNG);
        }
        return text(head, 0).equals("RIFF") && text(head, 8).equals("WAVE")
                ? Optional.of(Container.WAV)
                : Optional.empty();
    }

    private static String text(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    /** Of a file that may be damaged: what cannot be followed ends the search. */
    static Optional<FoundStore> find(FileChannel in, Container container)
            throws IOException, UnreadableCredentialsException {
        return switch (container) {
            case JPEG -> jpeg(in);
            case PNG -> chunks(in, PNG.length, ByteOrder.BIG_ENDIAN, "caBX");
            case WAV -> chunks(in, 12, ByteOrder.LITTLE_ENDIAN, "C2PA");
        };
    }

    /** Parts of a length and a type each; PNG has the length first and a checksum at the end, WAV begins at even places. */
    private static Optional<FoundStore> chunks(FileChannel in, long from, ByteOrder order, String wanted)
            throws IOException, UnreadableCredentialsException {
        boolean png = order == ByteOrder.BIG_ENDIAN;
        FoundStore found = null;
        long at = from;
        for (int i = 0; i < MOST_PARTS && in.size() - at >= 8; i++) {
            ByteBuffer head = Mp4Boxes.read(in, at, 8).order(order);
            String type = text(head.array(), png ? 4 : 0);
            long length = head.getInt(png ? 0 : 4) & 0xFFFFFFFFL;
            long size = 8 + length + (png ? 4 : 0);
            if (size > in.size() - at) {
                break;
            }
            if (type.equals(wanted)) {
                require(found == null, "The file has two manifest stores");
                found = new FoundStore(read(in, at + 8, length), at, size);
            }
            at += png ? size : size + (length & 1);
        }
        return Optional.ofNullable(found);
    }

    private static ByteBuffer read(FileChannel in, long at, long length)
            throws IOException, UnreadableCredentialsException {
        requireBounded(length);
        return Mp4Boxes.read(in, at, (int) length);
    }

    /** Refuses to look at more than anybody needs. */
    static void requireBounded(long length) throws UnsupportedCredentialsException {
        if (length > LARGEST) {
            throw new UnsupportedCredentialsException(
                    "The credentials have %d bytes, at most %d are checked here".formatted(length, LARGEST));
        }
    }

    /**
     * Segments with the letters JP, a number of the box, one of the segment from 1, and a part of the box, which repeats the
     * box's header.
     */
    private static Optional<FoundStore> jpeg(FileChannel in) throws IOException, UnreadableCredentialsException {
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        long begin = -1;
        long end = -1;
        int box = 0;
        int segments = 0;
        long at = 2;
        for (int i = 0; i < MOST_PARTS && in.size() - at >= 4; i++) {
            ByteBuffer head = Mp4Boxes.read(in, at, 4);
            int marker = head.getShort() & 0xFFFF;
            int size = 2 + (head.getShort() & 0xFFFF);
            if (marker < 0xFFC0 || marker == 0xFFDA || size < 4 || size > in.size() - at) {
                break;
            }
            ByteBuffer body = Mp4Boxes.read(in, at + 4, size - 4);
            if (marker == 0xFFEB && isJumbf(body) && (begin < 0 ? isStore(body) : body.getShort(2) == box)) {
                require(begin < 0 || at == end, "The segments of the manifest store are not next to each other");
                require(body.getInt(4) == ++segments, "A segment of the manifest store has the wrong number");
                requireBounded(store.size() + (long) body.remaining());
                int skipped = begin < 0 ? 8 : 16;
                if (begin < 0) {
                    begin = at;
                    box = body.getShort(2);
                }
                store.write(body.array(), skipped, body.remaining() - skipped);
                end = at + size;
            }
            at += size;
        }
        return begin < 0
                ? Optional.empty()
                : Optional.of(new FoundStore(ByteBuffer.wrap(store.toByteArray()), begin, end - begin));
    }

    private static boolean isJumbf(ByteBuffer body) {
        return body.remaining() >= 16 && body.get(0) == 'J' && body.get(1) == 'P';
    }

    /** Other JUMBF boxes may be in a JPEG, too: the type of this one's description is C2PA's. */
    private static boolean isStore(ByteBuffer body) {
        return body.remaining() >= 28
                && text(body.array(), 12).equals("jumb")
                && text(body.array(), 24).equals(ManifestStore.STORE);
    }
}
