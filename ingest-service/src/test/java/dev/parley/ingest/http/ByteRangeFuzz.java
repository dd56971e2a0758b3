package dev.parley.ingest.http;

import java.nio.charset.StandardCharsets;

/** For {@code tools/fuzz/run range}: whatever a header asks for lies in the body. */
public final class ByteRangeFuzz {
    public static void fuzzerTestOneInput(byte[] data) {
        long total = data.length == 0 ? 0 : data[0] & 0xff;
        try {
            ByteRange.parse(new String(data, StandardCharsets.ISO_8859_1), total)
                    .ifPresent(range -> check(range, total));
            ByteRange.parse("bytes=" + new String(data, StandardCharsets.UTF_8), total)
                    .ifPresent(range -> check(range, total));
        } catch (ByteRange.UnsatisfiableException beyond) {
            // as it should be
        }
    }

    private static void check(ByteRange range, long total) {
        if (range.offset() < 0 || range.length() < 1 || range.offset() + range.length() > total) {
            throw new AssertionError(range + " of " + total);
        }
    }

    private ByteRangeFuzz() {}
}
