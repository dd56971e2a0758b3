package dev.parley.worker.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A safetensors file: the length of the header (8 bytes, little-endian), the header (JSON: name to type, shape and place),
 * then the numbers. Reading checks every number of the header against what is there; nothing in it is believed.
 */
record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final int LONGEST_HEADER = 1 << 20;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = new ObjectMapper();

    static byte[] write(SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode words = header.putObject(METADATA);
        metadata.forEach(words::put);
        int data = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type().name());
            ArrayNode shape = node.putArray("shape");
            for (int size : tensor.shape()) {
                shape.add(size);
            }
            int end = Math.toIntExact(data + tensor.length());
            node.putArray("data_offsets").add(data).add(end);
            data = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        // The format asks for numbers at multiples of eight, with spaces before them.
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        ByteBuffer file =
                ByteBuffer.allocate(Math.addExact(8 + padded.length, data)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded.length).put(padded);
        tensors.values().forEach(tensor -> tensor.writeTo(file));
        return file.array();
    }

    static SafeTensors read(byte[] file) {
        require(file.length >= 8, "the length of the header takes 8 bytes, found %d", file.length);
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        require(
                length >= 2 && length <= Math.min(LONGEST_HEADER, file.length - 8L),
                "a header must have 2..%d bytes, found %d in a file of %d",
                LONGEST_HEADER,
                length,
                file.length);
        JsonNode header = parse(new String(file, 8, (int) length, StandardCharsets.UTF_8));
        int dataAt = 8 + (int) length;
        Map<String, Tensor> tensors = new TreeMap<>();
        Map<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                for (Map.Entry<String, JsonNode> word : entry.getValue().properties()) {
                    metadata.put(word.getKey(), word.getValue().asText());
                }
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), file, dataAt));
            }
        }
        return new SafeTensors(tensors, metadata);
    }

    private static JsonNode parse(String header) {
        try {
            JsonNode node = JSON.readTree(header);
            require(node.isObject(), "the header is a JSON object, found %s", node.getNodeType());
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a safetensors file: the header is not JSON", e);
        }
    }

    private static Tensor tensor(String name, JsonNode node, byte[] file, int dataAt) {
        Tensor.Type type = type(name, node.path("dtype").asText());
        JsonNode sizes = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        require(sizes.isArray() && sizes.size() <= 8, "'%s' has a shape of at most 8 sizes, found %s", name, sizes);
        require(offsets.isArray() && offsets.size() == 2, "'%s' has two data_offsets, found %s", name, offsets);
        int[] shape = new int[sizes.size()];
        long expected = type.bytes();
        for (int i = 0; i < shape.length; i++) {
            JsonNode size = sizes.get(i);
            require(size.isInt() && size.intValue() >= 0, "sizes of '%s' are whole numbers, found %s", name, size);
            shape[i] = size.intValue();
            expected *= shape[i];
            require(expected <= file.length, "'%s' is longer than its file of %d bytes", name, file.length);
        }
        long from = offset(name, offsets.get(0));
        long to = offset(name, offsets.get(1));
        require(
                from >= 0 && to >= from && to <= file.length - dataAt && to - from == expected,
                "'%s' lies within %d bytes and takes %d of them, found %d..%d",
                name,
                file.length - dataAt,
                expected,
                from,
                to);
        return new Tensor(type, shape, Arrays.copyOfRange(file, dataAt + (int) from, dataAt + (int) to));
    }

    private static long offset(String name, JsonNode node) {
        require(node.isIntegralNumber() && node.canConvertToLong(), "'%s' has an offset of %s", name, node);
        return node.longValue();
    }

    private static Tensor.Type type(String name, String text) {
        for (Tensor.Type type : Tensor.Type.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("Not a safetensors file for us: '%s' is %s, expected one of %s"
                .formatted(name, text, Arrays.toString(Tensor.Type.values())));
    }

    private static void require(boolean holds, String expected, Object... found) {
        if (!holds) {
            throw new IllegalArgumentException("Not a safetensors file: " + expected.formatted(found));
        }
    }
}
