package dev.parley.kit.store;

/** The object store failed or could not be reached; the same call may succeed later. */
public final class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
