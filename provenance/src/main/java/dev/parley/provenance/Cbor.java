package dev.parley.provenance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CBOR as plain values: maps with strings or integers as keys, lists, strings, byte arrays, integers, doubles, booleans
 * and null. An {@link Instant} is written as a tagged date. What is read has strings for all keys, and {@link Tagged}
 * values where there is a tag.
 */
final class Cbor {
    private static final int DATE = 0;
    private static final int DEEPEST = 32;
    private static final CBORFactory FACTORY = CBORFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(CBORParser.Feature.READ_UNDEFINED_AS_EMBEDDED_OBJECT)
            .build();

    record Tagged(int tag, Object value) {}

    static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator generator = FACTORY.createGenerator(out)) {
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(Object value, CBORGenerator out) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject(map, map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (entry.getKey() instanceof Integer number) {
                    out.writeFieldId(number);
                } else {
                    out.writeFieldName((String) entry.getKey());
                }
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray(list, list.size());
            for (Object element : list) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (value instanceof Tagged tagged) {
            out.writeTag(tagged.tag());
            write(tagged.value(), out);
        } else {
            writeScalar(value, out);
        }
    }

    private static void writeScalar(Object value, CBORGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Instant time) {
            out.writeTag(DATE);
            out.writeString(time.toString());
        } else {
            throw new IllegalArgumentException(
                    "No CBOR for a %s".formatted(value.getClass().getName()));
        }
    }

    /** The same without any tags. */
    static Object withoutTags(Object value) {
        if (value instanceof Tagged tagged) {
            return withoutTags(tagged.value());
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(each -> plain.add(withoutTags(each)));
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put((String) key, withoutTags(each)));
            return plain;
        }
        return value;
    }

    /** @param what for the message */
    static Object read(byte[] bytes, String what) throws UnreadableCredentialsException {
        try (CBORParser in = FACTORY.createParser(bytes)) {
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

    private static Object read(CBORParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IOException("a value is missing");
        }
        int tag = in.getCurrentTag();
        Object value = untagged(in, token);
        return tag < 0 ? value : new Tagged(tag, value);
    }

    private static Object untagged(CBORParser in, JsonToken token) throws IOException {
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

    private static Map<String, Object> map(CBORParser in) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            map.put(key, read(in));
        }
        return map;
    }

    private static List<Object> list(CBORParser in) throws IOException {
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

    private Cbor() {}
}
