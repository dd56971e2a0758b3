package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Writes safetensors files, right ones and wrong ones. Data that nobody writes is a hole in the file. */
public final class SafetensorsFile {
    private final List<String> entries = new ArrayList<>();
    private long end;

    /** A tensor behind the last one, {@code bytes} long. */
    public SafetensorsFile tensor(String key, String dtype, String shape, long bytes) {
        entry(key, dtype, shape, end, end + bytes);
        end += bytes;
        return this;
    }

    /** Whatever a header may claim. */
    SafetensorsFile entry(String key, String dtype, String shape, long from, long to) {
        entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(key, dtype, shape, from, to));
        return this;
    }

    public Path write(Path file) {
        return write(file, new byte[0]);
    }

    /** @param data the first bytes of the tensors */
    public Path write(Path file, byte[] data) {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + String.join(",", entries) + "}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        return write(file, padded, padded.length(), data, Math.max(end, data.length));
    }

    static Path write(Path file, String header, long claimedLength, byte[] data, long dataLength) {
        byte[] text = header.getBytes(UTF_8);
        ByteBuffer start = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(claimedLength).put(text).put(data).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(start);
            if (dataLength > data.length) {
                channel.write(ByteBuffer.allocate(1), 8 + text.length + dataLength - 1);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
