package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a safetensors file tensor by tensor, in memory that does not grow with it. The file appears under its name when it
 * is complete and on disk.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private final Path file;
    private final List<Planned> tensors;
    private final Map<String, Long> offsets = new HashMap<>();

    /** A tensor to be written. */
    public record Planned(String key, TorchType type, List<Long> shape) {
        public Planned {
            shape = List.copyOf(shape);
        }

        /** How many bytes its values take. */
        public long bytes() {
            return Math.multiplyExact(StoredTensor.elements(shape), type.bytes());
        }
    }

    /** Where the values come from. */
    @FunctionalInterface
    public interface Values {
        /**
         * Writes {@link Planned#bytes} bytes, little-endian, last axis fastest.
         */
        void write(Planned tensor, WritableByteChannel out) throws IOException;
    }

    /**
     * @param tensors with keys that differ; asked for in this order, and laid out by falling size of their elements, so that
     *     all are aligned
     */
    public SafetensorsWriter(Path file, List<Planned> tensors) {
        this.file = file;
        this.tensors = List.copyOf(tensors);
        long offset = 0;
        for (Planned tensor : laidOut()) {
            offsets.put(tensor.key, offset);
            offset = Math.addExact(offset, tensor.bytes());
        }
    }

    private List<Planned> laidOut() {
        return tensors.stream()
                .sorted(Comparator.comparingInt((Planned tensor) -> tensor.type.bytes())
                        .reversed())
                .toList();
    }

    /**
     * @param metadata strings about the whole file; may be empty
     * @throws IOException if the file cannot be written, or {@code values} gives more or fewer bytes than planned
     */
    public void write(Map<String, String> metadata, Values values) throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
        unfinished.toFile().deleteOnExit(); // if the process is ended before
        try {
            try (FileChannel out = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                long data = header(metadata, out);
                for (Planned tensor : tensors) {
                    out.position(data + offsets.get(tensor.key));
                    one(tensor, values, out);
                }
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void one(Planned tensor, Values values, FileChannel out) throws IOException {
        long begin = out.position();
        values.write(tensor, out);
        long written = out.position() - begin;
        if (written != tensor.bytes()) {
            throw new IOException("Tensor %s: %d bytes were written, expected the %d of %s %s"
                    .formatted(tensor.key, written, tensor.bytes(), tensor.type, tensor.shape));
        }
    }

    /** Returns where the data begin. */
    private long header(Map<String, String> metadata, FileChannel out) throws IOException {
        JsonObject json = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject strings = new JsonObject();
            metadata.forEach(strings::addProperty);
            json.add("__metadata__", strings);
        }
        laidOut().forEach(tensor -> json.add(tensor.key, entry(tensor, offsets.get(tensor.key))));
        byte[] text = json.toString().getBytes(UTF_8);
        int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        header.flip();
        while (header.hasRemaining()) {
            out.write(header);
        }
        return out.position();
    }

    private static JsonObject entry(Planned tensor, long offset) {
        JsonObject entry = new JsonObject();
        entry.addProperty("dtype", tensor.type.safetensorsName());
        JsonArray shape = new JsonArray();
        tensor.shape.forEach(shape::add);
        entry.add("shape", shape);
        JsonArray offsets = new JsonArray();
        offsets.add(offset);
        offsets.add(offset + tensor.bytes());
        entry.add("data_offsets", offsets);
        return entry;
    }
}
