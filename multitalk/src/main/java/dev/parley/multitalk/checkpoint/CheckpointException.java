package dev.parley.multitalk.checkpoint;

/** A checkpoint does not hold what it should; the message names the file and every tensor concerned. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
