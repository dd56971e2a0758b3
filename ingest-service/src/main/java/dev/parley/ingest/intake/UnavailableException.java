package dev.parley.ingest.intake;

/** Kafka did not take what had to be published. The same call may succeed later. */
public final class UnavailableException extends RuntimeException {
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
