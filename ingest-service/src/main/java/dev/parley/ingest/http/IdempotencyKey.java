package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderRequest;

/** The header {@code Idempotency-Key} says the same as the field {@code idempotencyKey}. */
final class IdempotencyKey {
    private static final int LONGEST = 255;

    /** @param header null where there is none */
    static ReadRequest in(ReadRequest read, String header) {
        RenderRequest request = read.request();
        if (header == null) {
            return read;
        }
        if (request.idempotencyKey() != null && !request.idempotencyKey().equals(header)) {
            throw InvalidRequestException.of(
                    "idempotencyKey",
                    "ambiguous",
                    "found a different key in the header Idempotency-Key, expected the same");
        }
        boolean printable = header.chars().allMatch(c -> c >= ' ' && c != 0x7f);
        if (header.isEmpty() || header.length() > LONGEST || !printable) {
            throw InvalidRequestException.of(
                    "idempotencyKey",
                    "bad-format",
                    "found something else in the header Idempotency-Key, expected 1 to %d printable characters"
                            .formatted(LONGEST));
        }
        return read.with(request.withIdempotencyKey(header));
    }

    private IdempotencyKey() {}
}
