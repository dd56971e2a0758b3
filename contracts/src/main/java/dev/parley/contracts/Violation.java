package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

/**
 * One thing wrong with a request.
 *
 * @param path the field, as {@code speakers[1].box}; empty for the request as a whole
 * @param code a short stable word a program may compare, as {@code out-of-range}
 * @param message what was found and what was expected, for people
 */
public record Violation(String path, String code, String message) {
    public Violation {
        requireNonNull(path, "path");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + " [" + code + "]";
    }
}
