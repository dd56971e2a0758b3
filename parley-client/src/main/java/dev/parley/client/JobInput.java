package dev.parley.client;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;

/**
 * A picture or a recording for a job. Files and bytes are uploaded when the job is submitted; the farm keeps them under
 * their SHA-256, so the same content is kept once.
 */
public sealed interface JobInput {
    /** A file of this machine, in any format that FFmpeg reads. */
    static JobInput of(Path file) {
        return new OfFile(requireNonNull(file, "file"));
    }

    /** A whole file, in memory. Not copied. */
    static JobInput of(byte[] bytes) {
        return new OfBytes(requireNonNull(bytes, "bytes"));
    }

    /**
     * What the farm itself fetches, {@code http:} or {@code https:}, and keeps as an upload; or a {@code file:} of this
     * machine.
     *
     * @throws IllegalArgumentException for other URLs
     */
    static JobInput of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(java.util.Locale.ROOT);
        return switch (scheme) {
            case "http", "https" -> new Reference(url.toString());
            case "file" -> of(Path.of(url));
            default -> throw new IllegalArgumentException("Expected http:, https: or file:, found " + url);
        };
    }

    /** @param input what {@link Parley#upload} answered, {@code inputs/<sha256>} */
    static JobInput uploaded(String input) {
        if (!input.matches("inputs/[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Expected inputs/<sha256> as of an upload, found " + input);
        }
        return new Reference(input);
    }

    /** To be uploaded. */
    record OfFile(Path file) implements JobInput {}

    /** To be uploaded. */
    record OfBytes(byte[] bytes) implements JobInput {}

    /** What a request can say as it is. */
    record Reference(String text) implements JobInput {}
}
