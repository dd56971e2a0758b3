package dev.parley.ingest.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a body: {@code length} bytes from {@code offset} on.
 *
 * @param total of the whole body
 */
record ByteRange(long offset, long length, long total) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** A range beyond the body. */
    static final class UnsatisfiableException extends Exception {}

    /**
     * What a {@code Range} header asks for (RFC 9110). Nothing where the whole body is to be sent: without a header, and for one
     * that is malformed or asks for several ranges, which a server may ignore.
     */
    static Optional<ByteRange> parse(String header, long total) throws UnsatisfiableException {
        Matcher range = SINGLE.matcher(header == null ? "" : header.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            return Optional.of(tail(Long.parseLong(range.group(2)), total));
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? total - 1 : Math.min(total - 1, Long.parseLong(range.group(2)));
        if (!range.group(2).isEmpty() && first > Long.parseLong(range.group(2))) {
            return Optional.empty();
        }
        if (first >= total) {
            throw new UnsatisfiableException();
        }
        return Optional.of(new ByteRange(first, last - first + 1, total));
    }

    private static ByteRange tail(long bytes, long total) throws UnsatisfiableException {
        if (bytes == 0 || total == 0) {
            throw new UnsatisfiableException();
        }
        long length = Math.min(bytes, total);
        return new ByteRange(total - length, length, total);
    }

    static ByteRange whole(long total) {
        return new ByteRange(0, total, total);
    }

    /** The header {@code Content-Range}. */
    String contentRange() {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + total;
    }
}
