package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

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
     * A small JSON object.
     *
     * @throws InvalidRequestException when it is none
     */
    static <T> T read(InputStream body, int most, Class<T> type) throws IOException {
        byte[] read = body.readNBytes(most + 1);
        if (read.length > most) {
            throw ProblemException.tooLarge(most);
        }
        try {
            return Json.read(new String(read, StandardCharsets.UTF_8), type);
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of("", "not-json", e.getMessage());
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
