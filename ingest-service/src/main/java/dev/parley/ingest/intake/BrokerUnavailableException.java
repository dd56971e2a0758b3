package dev.parley.ingest.intake;

/** Kafka did not take what had to be published. The same call may succeed later. */
public final class BrokerUnavailableException extends RuntimeException {
    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
