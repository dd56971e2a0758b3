package dev.parley.store;

/** The store cannot start; the message says where and why. */
public final class StoreStartException extends Exception {
    StoreStartException(String message) {
        super(message);
    }

    StoreStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
