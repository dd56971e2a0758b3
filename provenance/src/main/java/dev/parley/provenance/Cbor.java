package dev.parley.provenance;

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
 * and null. An {@link Instant} is written as a tagged date. What {@link CborReader} reads has strings for all keys, and {@link Tagged}
 * values where there is a tag.
 */
final class Cbor {
    private static final int DATE = 0;
    private static final int DEEPEST = 32;
    static final CBORFactory FACTORY = CBORFactory.builder()
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

    private Cbor() {}
}
