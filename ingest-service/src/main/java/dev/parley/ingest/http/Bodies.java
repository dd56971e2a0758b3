package dev.parley.ingest.http;

import dev.parley.contracts.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what callers send, and no more of it than is allowed. */
final class Bodies {
    /** A request's JSON. One byte too many is enough to refuse it. */
    static byte[] json(InputStream body) throws IOException {
        byte[] read = body.readNBytes(RequestReader.DEFAULT_MAX_BYTES + 1);
        if (read.length > RequestReader.DEFAULT_MAX_BYTES) {
            throw ProblemException.tooLarge(RequestReader.DEFAULT_MAX_BYTES);
        }
        return read;
    }

    /**
     * Copies a body to a file and answers its length.
     *
     * @throws IOException if the body breaks off; what the disk does wrong is unchecked
     */
    static long copy(InputStream body, Path file, long limit) throws IOException {
        try (OutputStream out = open(file)) {
            byte[] part = new byte[1 << 16];
            long length = 0;
            for (int n = body.read(part); n >= 0; n = body.read(part)) {
                length += n;
                if (length > limit) {
                    throw ProblemException.tooLarge(limit);
                }
                write(part, n, out, file);
            }
            return length;
        }
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + file, e);
        }
    }

    private static void write(byte[] part, int length, OutputStream out, Path file) {
        try {
            out.write(part, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + file, e);
        }
    }

    /** Refuses what says itself that it is too long. */
    static void checkLength(String contentLength, long limit) {
        if (contentLength != null && (contentLength.length() > 18 || Long.parseLong(contentLength) > limit)) {
            throw ProblemException.tooLarge(limit);
        }
    }

    private Bodies() {}
}
