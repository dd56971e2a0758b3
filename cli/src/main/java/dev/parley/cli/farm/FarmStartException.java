package dev.parley.cli.farm;

/** The embedded farm cannot start, or went away; the message says what and where to look. */
public final class FarmStartException extends Exception {
    FarmStartException(String message) {
        super(message);
    }

    FarmStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
