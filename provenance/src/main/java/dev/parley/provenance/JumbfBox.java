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
record JumbfBox(UUID type, String label, List<JumbfBox> content, String dataType, byte[] data, byte[] body) {
    static final int HEADER = 8;

    /** Its label is there, and others may refer to it. */
    private static final int TOGGLES = 0x03;

    private static final int HAS_ID = 0x04;
    private static final int HAS_HASH = 0x08;
    private static final int HAS_PRIVATE = 0x10;
    private static final int ID_BYTES = 4;
    private static final int HASH_BYTES = 32;
    private static final int UUID_BYTES = 16;
    private static final int DEEPEST = 8;

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
        byte[] body = joined(List.of(description(type(type), label), box("cbor", cbor)));
        return new JumbfBox(type(type), label, List.of(), "cbor", cbor, body);
    }

    byte[] bytes() {
        return box("jumb", body);
    }

    Optional<JumbfBox> child(String childLabel) {
        return content.stream().filter(box -> box.label().equals(childLabel)).findFirst();
    }

    private static byte[] description(UUID type, String label) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(UUID_BYTES + 1 + name.length + 1);
        out.putLong(type.getMostSignificantBits()).putLong(type.getLeastSignificantBits());
        out.put((byte) TOGGLES).put(name).put((byte) 0);
        return box("jumd", out.array());
    }

    private static byte[] box(String type, byte[] body) {
        return ByteBuffer.allocate(HEADER + body.length)
                .putInt(HEADER + body.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .array();
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Reads one superbox that fills {@code bytes} to the last. */
    static JumbfBox read(byte[] bytes) throws UnreadableCredentialsException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        JumbfBox box = superBox(next(in, "the manifest store"), 0);
        if (in.hasRemaining()) {
            throw new UnreadableCredentialsException("%d bytes follow the manifest store".formatted(in.remaining()));
        }
        return box;
    }

    private record Raw(String type, byte[] body) {}

    private static Raw next(ByteBuffer in, String where) throws UnreadableCredentialsException {
        if (in.remaining() < HEADER) {
            throw new UnreadableCredentialsException(
                    "A box in %s ends after %d bytes, in its header".formatted(where, in.remaining()));
        }
        int size = in.getInt();
        byte[] type = new byte[4];
        in.get(type);
        if (size < HEADER || size - HEADER > in.remaining()) {
            throw new UnreadableCredentialsException("A box in %s should have %d bytes, there are %d"
                    .formatted(where, size & 0xFFFFFFFFL, in.remaining() + HEADER));
        }
        byte[] body = new byte[size - HEADER];
        in.get(body);
        return new Raw(new String(type, StandardCharsets.ISO_8859_1), body);
    }

    private static JumbfBox superBox(Raw raw, int depth) throws UnreadableCredentialsException {
        if (!raw.type().equals("jumb") || depth > DEEPEST) {
            throw new UnreadableCredentialsException(
                    "Found a '%s' at depth %d, expected a JUMBF superbox".formatted(raw.type(), depth));
        }
        ByteBuffer in = ByteBuffer.wrap(raw.body());
        Raw described = next(in, "a superbox");
        if (!described.type().equals("jumd")) {
            throw new UnreadableCredentialsException(
                    "A superbox begins with a '%s', expected its description".formatted(described.type()));
        }
        ByteBuffer description = ByteBuffer.wrap(described.body());
        if (description.remaining() < UUID_BYTES + 2) {
            throw new UnreadableCredentialsException("The description of a superbox is too short");
        }
        UUID type = new UUID(description.getLong(), description.getLong());
        String label = label(description);
        List<JumbfBox> content = new ArrayList<>();
        Raw plain = null;
        while (in.hasRemaining()) {
            Raw inner = next(in, label);
            if (inner.type().equals("jumb")) {
                content.add(superBox(inner, depth + 1));
            } else if (plain == null) {
                plain = inner;
            }
            // Further plain boxes belong to embedded files; nothing here reads those.
        }
        return new JumbfBox(
                type,
                label,
                List.copyOf(content),
                plain == null ? null : plain.type(),
                plain == null ? null : plain.body(),
                raw.body());
    }

    /** What follows the type: toggles, the label and what the toggles say is there. */
    private static String label(ByteBuffer in) throws UnreadableCredentialsException {
        int toggles = in.get() & 0xFF;
        if ((toggles & TOGGLES) != TOGGLES || toggles >= HAS_PRIVATE << 1) {
            throw new UnreadableCredentialsException(
                    "A superbox has the toggles %02x, expected a label to refer to".formatted(toggles));
        }
        int from = in.position();
        while (in.hasRemaining() && in.get() != 0) {
            // to the label's end
        }
        int end = in.position() - 1;
        String label = new String(in.array(), from, end - from, StandardCharsets.UTF_8);
        if (in.array()[end] != 0 || label.isEmpty()) {
            throw new UnreadableCredentialsException("A superbox has no label");
        }
        int more = ((toggles & HAS_ID) == 0 ? 0 : ID_BYTES) + ((toggles & HAS_HASH) == 0 ? 0 : HASH_BYTES);
        boolean hasPrivate = (toggles & HAS_PRIVATE) != 0;
        if (hasPrivate ? in.remaining() <= more + HEADER : in.remaining() != more) {
            throw new UnreadableCredentialsException("The description of '%s' has %d bytes left, its toggles say %d"
                    .formatted(label, in.remaining(), more));
        }
        return label;
    }
}
