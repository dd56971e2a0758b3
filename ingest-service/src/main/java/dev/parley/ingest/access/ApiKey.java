package dev.parley.ingest.access;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A key as {@code parley.keys} has it: everything but the key.
 *
 * @param id names it, in logs as well
 * @param hash SHA-256 of what callers show, in hex
 * @param tenant whose jobs it is for; null for all, which only an admin's may
 * @param expiresAt null for never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApiKey(
        String id,
        String hash,
        String name,
        String tenant,
        List<KeyScope> scopes,
        Instant createdAt,
        Instant expiresAt) {
    ApiKey {
        requireNonNull(id, "id");
        requireNonNull(hash, "hash");
        scopes = List.copyOf(scopes);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** The same key with an end, unless it has an earlier one. */
    ApiKey endingAt(Instant end) {
        return expiresAt != null && expiresAt.isBefore(end)
                ? this
                : new ApiKey(id, hash, name, tenant, scopes, createdAt, end);
    }

    /** A key to take its place. */
    ApiKey successor(KeyText text, Instant now, Instant end) {
        return new ApiKey(text.id(), text.hash(), name, tenant, scopes, now, end);
    }
}
