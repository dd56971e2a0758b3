package dev.parley.ingest.upload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * An upload that comes in pieces, as the store holds it.
 *
 * @param bytes how long it will be
 * @param tenant whose it is; null where nobody asks
 * @param expires when it is deleted, unless it is whole by then
 * @param input what a request says to mean it, once it is whole; null before
 */
public record Upload(UUID id, long bytes, String tenant, Instant expires, String input) {
    Upload become(String key) {
        return new Upload(id, bytes, tenant, expires, key);
    }

    @JsonIgnore
    public boolean isWhole() {
        return input != null;
    }
}
