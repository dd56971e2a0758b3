package dev.parley.client;

/** Something took longer than the caller would wait; the job, if there is one, goes on without us. */
public final class ParleyTimeoutException extends ParleyException {
    ParleyTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
