package dev.parley.multitalk.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as {@code torch.save} does, with a pickle put together by hand. */
final class TorchZipFile {
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> others = new LinkedHashMap<>();
    private boolean compressed;

    TorchZipFile() {
        code(0x80, 2);
    }

    TorchZipFile code(int... codes) {
        for (int code : codes) {
            pickle.write(code);
        }
        return this;
    }

    TorchZipFile text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        pickle.write('X');
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        pickle.writeBytes(bytes);
        return this;
    }

    TorchZipFile number(int number) {
        pickle.write('J');
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
        return this;
    }

    TorchZipFile global(String module, String name) {
        pickle.write('c');
        pickle.writeBytes((module + "\n" + name + "\n").getBytes(UTF_8));
        return this;
    }

    TorchZipFile tuple(int... numbers) {
        code('(');
        for (int number : numbers) {
            number(number);
        }
        return code('t');
    }

    /** A tensor over the storage {@code data/0}. */
    TorchZipFile tensor(String storageType, int elements, int offset, int[] shape, int[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").code('(', '(');
        text("storage")
                .global("torch", storageType)
                .text("0")
                .text("cpu")
                .number(elements)
                .code('t', 'Q');
        number(offset).tuple(shape).tuple(strides).code(0x89);
        return global("collections", "OrderedDict").code(')', 'R', 't', 'R');
    }

    TorchZipFile entry(String name, byte[] bytes) {
        others.put(name, bytes);
        return this;
    }

    TorchZipFile compressed() {
        compressed = true;
        return this;
    }

    Path write(Path file) {
        code('.');
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "data.pkl", pickle.toByteArray());
            for (Map.Entry<String, byte[]> other : others.entrySet()) {
                put(zip, other.getKey(), other.getValue());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry("archive/" + name);
        if (!compressed) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
            // What torch.save does too: storages begin where they can be mapped.
            entry.setExtra(padding(name, bytes));
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private int written;

    private byte[] padding(String name, byte[] bytes) {
        int header = 30 + "archive/".length() + name.length() + 4;
        int pad = (64 - (written + header) % 64) % 64;
        byte[] extra = new byte[4 + pad];
        ByteBuffer.wrap(extra)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x4246)
                .putShort((short) pad);
        written += header + pad + bytes.length;
        return extra;
    }
}
