package dev.parley.ingest.http;

import dev.parley.contracts.RequestReader;
import java.io.IOException;
import java.io.InputStream;

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

    /** Refuses what says itself that it is too long. */
    static void checkLength(String contentLength, long limit) {
        if (contentLength != null && (contentLength.length() > 18 || Long.parseLong(contentLength) > limit)) {
            throw ProblemException.tooLarge(limit);
        }
    }

    private Bodies() {}
}
