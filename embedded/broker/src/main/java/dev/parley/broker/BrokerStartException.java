package dev.parley.broker;

/** The broker cannot start; the message says where and why. */
public final class BrokerStartException extends Exception {
    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
