package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;

/** Another worker committed this chunk first, with different bytes, so this attempt cannot continue from its own. */
final class OvertakenException extends RuntimeException {
    OvertakenException(ChunkCommitted winner) {
        super("chunk %d was committed by %s".formatted(winner.index(), winner.worker()), null, false, false);
    }
}
