package dev.parley.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Names what programs send instead of JSON, most often because a serializer of theirs is another one than they think. */
final class Encoding {
    /** A schema registry's: a zero byte, the schema's id in four bytes, the value. */
    private static final int FRAME = 5;

    private static final byte[] AVRO_FILE = {'O', 'b', 'j', 1};
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final String UNPACKED = "; expected plain JSON in UTF-8";

    /** What {@code request} is and what is expected; empty if it may be JSON. */
    static Optional<String> foreign(byte[] request) {
        if (request.length > FRAME && request[0] == 0) {
            return Optional.of(framed(request));
        }
        if (startsWith(request, AVRO_FILE)) {
            return Optional.of("found an Avro file" + UNPACKED);
        }
        if (startsWith(request, GZIP)) {
            return Optional.of("found gzip" + UNPACKED + " (Kafka's own compression is welcome)");
        }
        return Optional.empty();
    }

    private static String framed(byte[] request) {
        int id = ByteBuffer.wrap(request).getInt(1);
        byte[] value = Arrays.copyOfRange(request, FRAME, request.length);
        boolean json = new String(value, StandardCharsets.UTF_8).stripLeading().startsWith("{");
        return "found %s in a schema registry's frame (schema %s); expected the JSON alone, from a serializer of strings or bytes"
                .formatted(json ? "JSON" : "Avro or Protobuf", Integer.toUnsignedString(id));
    }

    private static boolean startsWith(byte[] request, byte[] magic) {
        return request.length >= magic.length && Arrays.equals(request, 0, magic.length, magic, 0, magic.length);
    }

    private Encoding() {}
}
