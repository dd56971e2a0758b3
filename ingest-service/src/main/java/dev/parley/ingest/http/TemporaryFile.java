package dev.parley.ingest.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for the length of a call. What the disk does wrong with it is not the caller's fault, hence unchecked. */
record TemporaryFile(Path path) implements AutoCloseable {
    /** Something that reads a file. */
    interface Reading<T> {
        T of(Path file) throws IOException;
    }

    static TemporaryFile make() {
        try {
            return new TemporaryFile(Files.createTempFile("parley-upload-", null));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary file", e);
        }
    }

    <T> T read(Reading<T> reading) {
        try {
            return reading.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path, e);
        }
    }
}
