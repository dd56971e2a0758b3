package dev.parley.provenance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the CBOR of one manifest, part by part, as {@link Cbor} says. All parts together may have so many bytes and values
 * and no more: a byte may stand for a value, and a value takes a hundred times as much memory.
 */
final class CborReader {
    /** The request of a video alone may have 1 MiB. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int MOST_VALUES = 20_000;

    private int bytesLeft = MOST_BYTES;
    private int valuesLeft = MOST_VALUES;

    /**
     * @param what for the message
     * @throws UnsupportedCredentialsException if the manifest has more than is looked at
     */
    Object read(ByteBuffer part, String what) throws UnreadableCredentialsException {
        if (part.remaining() > bytesLeft) {
            throw new UnsupportedCredentialsException(
                    "The manifest has more than %d bytes of CBOR, which is not checked here".formatted(MOST_BYTES));
        }
        bytesLeft -= part.remaining();
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        try (CBORParser in = Cbor.FACTORY.createParser(bytes)) {
            in.nextToken();
            Object value = read(in);
            if (in.nextToken() != null || in.currentLocation().getByteOffset() != bytes.length) {
                throw new UnreadableCredentialsException("%s goes on after its end".formatted(what));
            }
            return value;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableCredentialsException(
                    "%s is no valid CBOR: %s".formatted(what, firstLine(e.getMessage())), e);
        }
    }

    private Object read(CBORParser in) throws IOException, UnsupportedCredentialsException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IOException("a value is missing");
        }
        if (--valuesLeft < 0) {
            throw new UnsupportedCredentialsException(
                    "The manifest has more than %d values, which is not checked here".formatted(MOST_VALUES));
        }
        int tag = in.getCurrentTag();
        Object value = untagged(in, token);
        return tag < 0 ? value : new Cbor.Tagged(tag, value);
    }

    private Object untagged(CBORParser in, JsonToken token) throws IOException, UnsupportedCredentialsException {
        return switch (token) {
            case START_OBJECT -> map(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> integer(in);
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_EMBEDDED_OBJECT -> bytes(in);
            default -> throw new IOException("unexpected " + token);
        };
    }

    private static Object integer(CBORParser in) throws IOException {
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new IOException("a number has more than 64 bits");
        }
        return in.getLongValue();
    }

    private static byte[] bytes(CBORParser in) throws IOException {
        if (in.getEmbeddedObject() instanceof byte[] bytes) {
            return bytes;
        }
        throw new IOException("a value is undefined");
    }

    private Map<String, Object> map(CBORParser in) throws IOException, UnsupportedCredentialsException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            map.put(key, read(in));
        }
        return map;
    }

    private List<Object> list(CBORParser in) throws IOException, UnsupportedCredentialsException {
        List<Object> list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(in));
        }
        return list;
    }

    private static String firstLine(String message) {
        return message == null
                ? "nothing is known"
                : message.lines().findFirst().orElse("");
    }
}
