package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

/**
 * Something a caller should know although the request is taken, as a recording that was scaled down.
 *
 * @param path the field, as {@code speakers[1].audio}; empty for the request as a whole
 * @param code a short stable word a program may compare, as {@code scaled-down}
 * @param message what was found, what is done about it and what the caller can do, for people
 */
public record Warning(String path, String code, String message) {
    public Warning {
        requireNonNull(path, "path");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + " [" + code + "]";
    }
}
