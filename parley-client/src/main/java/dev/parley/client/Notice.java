package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a farm says about one field of a request: a violation or a warning.
 *
 * @param path the field, as {@code speakers[1].box}; empty for the request as a whole
 * @param code a short stable word a program may compare, as {@code out-of-range}
 * @param message what was found and what was expected, for people
 */
public record Notice(String path, String code, String message) {
    public Notice {
        path = path == null ? "" : path;
        code = code == null ? "" : code;
        message = message == null ? "" : message;
    }

    /** As a farm writes it. */
    public static Notice of(JsonNode json) {
        return new Notice(
                json.path("path").asText(""),
                json.path("code").asText(""),
                json.path("message").asText(""));
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + message + " [" + code + "]";
    }
}
