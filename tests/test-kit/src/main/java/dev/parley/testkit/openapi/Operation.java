package dev.parley.testkit.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call that a document describes.
 *
 * @param method in capitals
 * @param path with parameters in braces
 * @param described what the document says of the operation itself
 * @param siblings the methods described for the same path, in capitals
 * @param bodies media type to schema; empty where it takes no body
 * @param answers status to answer, references followed
 */
public record Operation(
        String method,
        String path,
        JsonNode described,
        Set<String> siblings,
        List<Parameter> parameters,
        Map<String, JsonNode> bodies,
        Map<Integer, JsonNode> answers) {

    /** @param in {@code path}, {@code query}, {@code header} or {@code cookie} */
    public record Parameter(String name, String in, boolean required, JsonNode schema) {}

    public String id() {
        return described.path("operationId").asText();
    }

    @Override
    public String toString() {
        return "%s %s (%s)".formatted(method, path, id());
    }
}
