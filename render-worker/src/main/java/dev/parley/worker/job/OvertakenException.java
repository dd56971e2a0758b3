package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;

/** Another worker committed this chunk first, with other bytes: what was rendered from ours goes on from nowhere. */
final class OvertakenException extends RuntimeException {
    OvertakenException(ChunkCommitted winner) {
        super("chunk %d was committed by %s".formatted(winner.index(), winner.worker()), null, false, false);
    }
}
