package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * Something a caller should know although the request is taken, as a recording that was scaled down.
 *
 * @param path the field, as {@code speakers[1].audio}; empty for the request as a whole
 * @param code a short stable word a program may compare, as {@code scaled-down}; a {@link WarningCode} of this farm
 * @param message what was found, what is done about it and what the caller can do, for people
 * @param values of the message, by {@linkplain WarningCode#names name}; farms before this one gave none
 */
public record Warning(
        String path,
        String code,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> values) {
    public Warning {
        requireNonNull(path, "path");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        values = values == null ? Map.of() : Map.copyOf(values);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + " [" + code + "]";
    }
}
