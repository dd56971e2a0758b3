package dev.parley.multitalk;

/** A checkpoint does not have the expected content. The message names the file and each tensor concerned. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
