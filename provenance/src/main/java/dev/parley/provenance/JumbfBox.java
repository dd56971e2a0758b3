package dev.parley.provenance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A JUMBF superbox (ISO 19566-5): a type, a label and boxes; {@link #content} holds superboxes, {@link #data} the plain
 * box of one that has no superboxes.
 *
 * @param body its bytes without the eight of its header, which is what hashes of C2PA cover
 * @param dataType four letters, such as {@code cbor}; null where there is no plain box
 */
record JumbfBox(UUID type, String label, List<JumbfBox> content, String dataType, ByteBuffer data, ByteBuffer body) {
    static final int HEADER = 8;

    /** Its label is there, and others may refer to it. */
    static final int TOGGLES = 0x03;

    static final int UUID_BYTES = 16;

    /** The type that C2PA and JUMBF name by four letters. */
    static UUID type(String letters) {
        long first =
                ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).getInt() & 0xFFFFFFFFL;
        return new UUID(first << 32 | 0x00110010L, 0x800000AA00389B71L);
    }

    static JumbfBox of(String type, String label, List<JumbfBox> content) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(description(type(type), label));
        content.forEach(box -> parts.add(box.bytes()));
        return new JumbfBox(type(type), label, List.copyOf(content), null, null, joined(parts));
    }

    static JumbfBox ofCbor(String type, String label, byte[] cbor) {
        ByteBuffer body = joined(List.of(description(type(type), label), box("cbor", ByteBuffer.wrap(cbor))));
        return new JumbfBox(type(type), label, List.of(), "cbor", ByteBuffer.wrap(cbor), body);
    }

    /** Null where {@code dataType} is; each caller gets a buffer of its own, from its first byte. */
    @Override
    public ByteBuffer data() {
        return data == null ? null : data.duplicate();
    }

    /** Each caller gets a buffer of its own. */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    byte[] bytes() {
        return box("jumb", body());
    }

    Optional<JumbfBox> child(String childLabel) {
        return content.stream().filter(box -> box.label().equals(childLabel)).findFirst();
    }

    private static byte[] description(UUID type, String label) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(UUID_BYTES + 1 + name.length + 1);
        out.putLong(type.getMostSignificantBits()).putLong(type.getLeastSignificantBits());
        out.put((byte) TOGGLES).put(name).put((byte) 0);
        return box("jumd", out.flip());
    }

    private static byte[] box(String type, ByteBuffer body) {
        return ByteBuffer.allocate(HEADER + body.remaining())
                .putInt(HEADER + body.remaining())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .array();
    }

    private static ByteBuffer joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return ByteBuffer.wrap(out.toByteArray());
    }
}
