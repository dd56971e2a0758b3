package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: eight bytes of length, then JSON that gives each tensor a type, a shape and its
 * bytes. <a href="https://huggingface.co/docs/safetensors">Format</a>.
 */
final class Safetensors {
    /** The format's own limit: the real model's 1633 tensors need a fifth of a megabyte. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final String METADATA = "__metadata__";

    private final Path file;
    private final long dataStart;
    private final long dataLength;

    private Safetensors(Path file, long dataStart, long dataLength) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataLength = dataLength;
    }

    /** What a header says about one tensor, offsets from the beginning of the data. */
    private record Entry(String key, TorchType type, List<Long> shape, long begin, long end) {}

    static Map<String, StoredTensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long fileLength = channel.size();
            if (fileLength < 8) {
                throw new CheckpointException("%s is no safetensors file: it has %d bytes".formatted(file, fileLength));
            }
            long headerLength = bytes(channel, 0, 8).getLong();
            if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, fileLength - 8)) {
                throw new CheckpointException(
                        ("%s is no safetensors file or is cut short: its header claims %s bytes," + " the file has %d")
                                .formatted(file, Long.toUnsignedString(headerLength), fileLength));
            }
            String header = UTF_8.decode(bytes(channel, 8, (int) headerLength)).toString();
            long start = 8 + headerLength;
            return new Safetensors(file, start, fileLength - start).tensors(header);
        }
    }

    private Map<String, StoredTensor> tensors(String header) throws IOException {
        List<Entry> entries = parse(header);
        refuseOverlaps(entries);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            long offset = dataStart + entry.begin;
            if (offset % entry.type.bytes() != 0) {
                throw refused(
                        entry.key,
                        "its bytes begin at %d, which %s cannot be mapped from".formatted(offset, entry.type));
            }
            if (tensors.put(entry.key, StoredTensor.contiguous(file, offset, entry.type, entry.shape)) != null) {
                throw refused(entry.key, "it is there twice");
            }
        }
        return tensors;
    }

    private List<Entry> parse(String header) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (JsonReader json = new JsonReader(new StringReader(header))) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            while (json.hasNext()) {
                String key = json.nextName();
                if (key.equals(METADATA)) {
                    json.skipValue();
                } else {
                    entries.add(entry(key, json));
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new CheckpointException("%s: text after the header's JSON".formatted(file));
            }
        } catch (JsonParseException | IllegalStateException | NumberFormatException | IOException e) {
            throw new CheckpointException("%s: its header is not the JSON of safetensors".formatted(file), e);
        }
        return entries;
    }

    private Entry entry(String key, JsonReader json) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String field = json.nextName();
            fields.put(field, field.equals("dtype") ? json.nextString() : numbers(json));
        }
        json.endObject();
        if (!(fields.get("dtype") instanceof String dtype)
                || !(fields.get("shape") instanceof Numbers shape)
                || !(fields.get("data_offsets") instanceof Numbers offsets)
                || offsets.values.size() != 2) {
            throw refused(key, "it needs dtype, shape and two data_offsets, and has " + fields);
        }
        TorchType type = TorchType.ofSafetensors(dtype)
                .orElseThrow(() -> refused(key, "its type %s is unknown here".formatted(dtype)));
        long begin = offsets.values.get(0);
        long end = offsets.values.get(1);
        if (begin < 0 || end < begin || end > dataLength) {
            throw refused(
                    key, "its bytes %d to %d are not within the %d of the file".formatted(begin, end, dataLength));
        }
        if (end - begin != size(key, type, shape.values)) {
            throw refused(key, "%s %s does not fill bytes %d to %d".formatted(type, shape.values, begin, end));
        }
        return new Entry(key, type, shape.values, begin, end);
    }

    private record Numbers(List<Long> values) {}

    private static Numbers numbers(JsonReader json) throws IOException {
        List<Long> values = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            values.add(json.nextLong());
        }
        json.endArray();
        return new Numbers(values);
    }

    private long size(String key, TorchType type, List<Long> shape) {
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw refused(key, "its shape is " + shape);
        }
        try {
            StoredTensor.contiguous(file, 0, type, shape); // its strides must be numbers too
            return Math.multiplyExact(StoredTensor.elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            throw refused(key, "its shape %s is larger than any file".formatted(shape));
        }
    }

    private void refuseOverlaps(List<Entry> entries) {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        for (int i = 1; i < inOrder.size(); i++) {
            Entry before = inOrder.get(i - 1);
            if (inOrder.get(i).begin < before.end) {
                throw refused(inOrder.get(i).key, "it shares bytes with " + before.key);
            }
        }
    }

    private CheckpointException refused(String key, String why) {
        return new CheckpointException("%s: tensor %s: %s".formatted(file, key, why));
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("The file was truncated while it was being read");
            }
        }
        return buffer.flip();
    }
}
