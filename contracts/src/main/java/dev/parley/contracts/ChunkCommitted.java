package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * A chunk that counts. As an object it is the ledger's page ({@link ObjectKeys#ledger}), which only the first writer
 * wins; as a record on {@link Topics#CHUNKS} it tells the assembler.
 *
 * @param startFrame first frame of the video that this chunk holds
 * @param frames how many
 * @param last whether the video ends here
 * @param object the segment's key
 * @param sha256 of the segment
 * @param stateObject what the next window starts from; absent for the last chunk
 * @param attempt the claim that made it, from 1
 * @param takes how often its window was rendered until it could be shown; absent for once
 */
public record ChunkCommitted(
        JobId jobId,
        int index,
        int startFrame,
        int frames,
        boolean last,
        String object,
        long bytes,
        String sha256,
        String stateObject,
        int attempt,
        String worker,
        Instant at,
        Integer takes) {
    public ChunkCommitted {
        requireNonNull(jobId, "jobId");
        requireNonNull(object, "object");
        requireNonNull(sha256, "sha256");
    }

    /** One of a window that was rendered once. */
    public ChunkCommitted(
            JobId jobId,
            int index,
            int startFrame,
            int frames,
            boolean last,
            String object,
            long bytes,
            String sha256,
            String stateObject,
            int attempt,
            String worker,
            Instant at) {
        this(jobId, index, startFrame, frames, last, object, bytes, sha256, stateObject, attempt, worker, at, null);
    }

    /** How often its window was rendered for nothing. */
    @JsonIgnore
    public int retakes() {
        return takes == null ? 0 : takes - 1;
    }
}
