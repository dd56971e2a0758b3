package dev.parley.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/** An object's content type and metadata are extended attributes of its file. Without them they would vanish silently. */
final class Metadata {
    static void requireKeptIn(Path dir) throws IOException, StoreStartException {
        Path probe = Files.createTempFile(dir, "probe", null);
        try {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
            if (view == null) {
                throw new IOException("no such attributes");
            }
            view.write("parley", ByteBuffer.wrap("kept".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new StoreStartException(
                    "the file system of %s keeps no extended attributes (user.*), where the metadata of objects goes;"
                                    .formatted(dir)
                            + " choose a directory on another one",
                    e);
        } finally {
            Files.delete(probe);
        }
    }

    private Metadata() {}
}
