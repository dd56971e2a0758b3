package dev.parley.kafka;

/** A broker or a store that cannot be reached, or says what it should not. */
public final class ParleyKafkaException extends RuntimeException {
    ParleyKafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
