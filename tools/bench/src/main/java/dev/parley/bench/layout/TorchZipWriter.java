package dev.parley.bench.layout;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Values;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes a file as {@code torch.save} does for a dictionary of tensors: a pickle, and every storage as a stored entry. */
final class TorchZipWriter {
    private static final int ALIGNMENT = 64;

    private TorchZipWriter() {}

    static void write(Path file, List<Planned> tensors, Values values) throws IOException {
        String folder = file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + "/";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
            zip.setUseZip64(Zip64Mode.AsNeeded);
            WritableByteChannel out = Channels.newChannel(zip);
            entry(zip, folder + "data.pkl", StateDictPickle.of(tensors));
            entry(zip, folder + "byteorder", "little".getBytes(US_ASCII));
            for (int i = 0; i < tensors.size(); i++) {
                begin(zip, folder + StateDictPickle.storage(i), tensors.get(i).bytes());
                values.write(tensors.get(i), out);
                zip.closeArchiveEntry();
            }
            entry(zip, folder + "version", "3\n".getBytes(US_ASCII));
        }
    }

    private static void entry(ZipArchiveOutputStream zip, String name, byte[] content) throws IOException {
        begin(zip, name, content.length);
        zip.write(content);
        zip.closeArchiveEntry();
    }

    private static void begin(ZipArchiveOutputStream zip, String name, long size) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(size);
        entry.setAlignment(ALIGNMENT);
        entry.setTime(0);
        zip.putArchiveEntry(entry);
    }
}
