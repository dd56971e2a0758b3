package dev.parley.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A host's answer where a part of a file was asked for. The thread that wants the part reads it, into one buffer: the
 * JDK's newer client takes a new buffer and two changes of threads for each few packets, and twice the processor time.
 */
final class RangeAnswer implements AutoCloseable {
    private static final int PARTIAL = 206;
    private static final int WHOLE = 200;
    private static final int BLOCK = 1 << 16;

    private final HttpURLConnection connection;
    private final URI from;
    private final int status;
    private boolean readToItsEnd;

    /** Sends the request and waits for the answer's head. */
    RangeAnswer(HttpURLConnection connection, URI from) throws IOException {
        this.connection = connection;
        this.from = from;
        this.status = connection.getResponseCode();
    }

    /** Where bytes go. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    /** The address that answers. */
    URI from() {
        return from;
    }

    /** Of HTTP; negative if it speaks something else. */
    int status() {
        return status;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }

    /** Whether its body is bytes {@code [begin, end)} of a file of {@code length} bytes. */
    boolean fits(long begin, long end, long length) {
        if (status == WHOLE) {
            return begin == 0 && end == length;
        }
        String range = "bytes %d-%d/%d".formatted(begin, end - 1, length);
        return status == PARTIAL
                && header("Content-Range").filter(range::equals).isPresent();
    }

    /** Reads the body, which may end early. */
    void copy(Sink sink) throws IOException {
        byte[] block = new byte[BLOCK];
        try (InputStream body = connection.getInputStream()) {
            for (int count = body.read(block); count >= 0; count = body.read(block)) {
                sink.write(ByteBuffer.wrap(block, 0, count));
            }
            readToItsEnd = true;
        }
    }

    /** Keeps the connection for the next request, unless something would still come of this one. */
    @Override
    public void close() {
        if (!readToItsEnd) {
            connection.disconnect();
        }
    }
}
