package dev.parley.ingest.disk;

import io.quarkus.runtime.Quarkus;
import org.jboss.logging.Logger;

/**
 * The disk failed: is full, or broken. What was heard last may not be known, so the process ends rather than go on with it;
 * the next one reads everything anew. An error, so that nobody takes it for a fault of the event that it was met at.
 */
public final class DiskError extends Error {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = Logger.getLogger(DiskError.class);

    private DiskError(Throwable cause) {
        super("Jobs cannot be kept on disk: " + cause.getMessage(), cause);
    }

    /** Sees to it that the process ends. */
    static DiskError of(Throwable cause) {
        DiskError error = new DiskError(cause);
        // A thread that is interrupted closes the file; that happens only when the process ends anyway.
        if (!Thread.currentThread().isInterrupted()) {
            LOG.fatalf(cause, "jobs cannot be kept on disk, ending; is the folder for scratch files full?");
            Quarkus.asyncExit(1);
        }
        return error;
    }
}
