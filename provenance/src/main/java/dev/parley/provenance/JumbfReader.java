package dev.parley.provenance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the superboxes of one manifest store. They are views of its bytes: nothing is copied, however deep they lie. */
final class JumbfReader {
    private static final int HAS_ID = 0x04;
    private static final int HAS_HASH = 0x08;
    private static final int HAS_PRIVATE = 0x10;
    private static final int ID_BYTES = 4;
    private static final int HASH_BYTES = 32;
    private static final int DEEPEST = 8;
    private static final int MOST = 4_000;
    private static final int LONGEST_LABEL = 1_000;

    private int left = MOST;

    private record Raw(String type, ByteBuffer body) {}

    /** Reads one superbox that fills {@code bytes} to the last. */
    JumbfBox read(ByteBuffer bytes) throws UnreadableCredentialsException {
        ByteBuffer in = bytes.duplicate();
        JumbfBox box = superBox(next(in, "the manifest store"), 0);
        if (in.hasRemaining()) {
            throw new UnreadableCredentialsException("%d bytes follow the manifest store".formatted(in.remaining()));
        }
        return box;
    }

    private static Raw next(ByteBuffer in, String where) throws UnreadableCredentialsException {
        if (in.remaining() < JumbfBox.HEADER) {
            throw new UnreadableCredentialsException(
                    "A box in %s ends after %d bytes, in its header".formatted(where, in.remaining()));
        }
        int size = in.getInt();
        byte[] type = new byte[4];
        in.get(type);
        if (size < JumbfBox.HEADER || size - JumbfBox.HEADER > in.remaining()) {
            throw new UnreadableCredentialsException("A box in %s should have %d bytes, there are %d"
                    .formatted(where, size & 0xFFFFFFFFL, in.remaining() + JumbfBox.HEADER));
        }
        ByteBuffer body = in.slice(in.position(), size - JumbfBox.HEADER);
        in.position(in.position() + body.remaining());
        return new Raw(new String(type, StandardCharsets.ISO_8859_1), body);
    }

    private JumbfBox superBox(Raw raw, int depth) throws UnreadableCredentialsException {
        if (!raw.type().equals("jumb") || depth > DEEPEST) {
            throw new UnreadableCredentialsException(
                    "Found a '%s' at depth %d, expected a JUMBF superbox".formatted(raw.type(), depth));
        }
        if (--left < 0) {
            throw new UnsupportedCredentialsException(
                    "The manifest store has more than %d superboxes, which is not checked here".formatted(MOST));
        }
        ByteBuffer in = raw.body().duplicate();
        Raw described = next(in, "a superbox");
        if (!described.type().equals("jumd")) {
            throw new UnreadableCredentialsException(
                    "A superbox begins with a '%s', expected its description".formatted(described.type()));
        }
        ByteBuffer description = described.body();
        if (description.remaining() < JumbfBox.UUID_BYTES + 2) {
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
        if ((toggles & JumbfBox.TOGGLES) != JumbfBox.TOGGLES || toggles >= HAS_PRIVATE << 1) {
            throw new UnreadableCredentialsException(
                    "A superbox has the toggles %02x, expected a label to refer to".formatted(toggles));
        }
        byte[] name = new byte[labelBytes(in)];
        in.get(name);
        in.get(); // the zero at its end
        String label = new String(name, StandardCharsets.UTF_8);
        int more = ((toggles & HAS_ID) == 0 ? 0 : ID_BYTES) + ((toggles & HAS_HASH) == 0 ? 0 : HASH_BYTES);
        boolean hasPrivate = (toggles & HAS_PRIVATE) != 0;
        if (hasPrivate ? in.remaining() <= more + JumbfBox.HEADER : in.remaining() != more) {
            throw new UnreadableCredentialsException("The description of '%s' has %d bytes left, its toggles say %d"
                    .formatted(label, in.remaining(), more));
        }
        return label;
    }

    private static int labelBytes(ByteBuffer in) throws UnreadableCredentialsException {
        int length = 0;
        while (length < in.remaining() && in.get(in.position() + length) != 0) {
            length++;
        }
        if (length == 0 || length == in.remaining()) {
            throw new UnreadableCredentialsException("A superbox has no label");
        }
        if (length > LONGEST_LABEL) {
            throw new UnreadableCredentialsException(
                    "A superbox has a label of %d bytes, expected at most %d".formatted(length, LONGEST_LABEL));
        }
        return length;
    }
}
