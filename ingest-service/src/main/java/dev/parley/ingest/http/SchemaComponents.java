package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.PublishedSchema;
import java.util.List;

/**
 * The published schemas as components of an OpenAPI document: each under its title, and each of its {@code $defs} as a
 * component of its own, to which references lead. Nothing else changes: since OpenAPI 3.1 a schema is a JSON Schema.
 * Presets are not listed: a client generated from the document of one farm can name those of any other.
 */
final class SchemaComponents {
    /** Those that calls take and give; events and dead letters travel over Kafka only. */
    private static final List<PublishedSchema> OF_CALLS =
            List.of(PublishedSchema.RENDER_REQUEST, PublishedSchema.JOB_VIEW);

    private static final String DEFS = "#/$defs/";
    private static final String COMPONENTS = "#/components/schemas/";

    private final ObjectNode components = JsonNodeFactory.instance.objectNode();

    private SchemaComponents() {}

    /** @throws IllegalStateException where two schemas have different things under one name */
    static ObjectNode all() {
        SchemaComponents all = new SchemaComponents();
        OF_CALLS.forEach(schema -> all.add((ObjectNode) schema.rules()));
        return all.components;
    }

    private void add(ObjectNode schema) {
        schema.remove("$schema"); // the dialect is OpenAPI's, which has all keywords that we use
        JsonNode parts = schema.remove("$defs");
        put(schema.path("title").asText(), schema);
        parts.properties().forEach(part -> put(componentName(part.getKey()), part.getValue()));
    }

    private void put(String name, JsonNode schema) {
        redirect(schema);
        JsonNode other = components.replace(name, schema);
        if (other != null && !other.equals(schema)) {
            throw new IllegalStateException("Two published schemas mean different things by '%s'".formatted(name));
        }
    }

    private static void redirect(JsonNode schema) {
        String target = schema.path("$ref").asText();
        if (target.startsWith(DEFS)) {
            ((ObjectNode) schema).put("$ref", COMPONENTS + componentName(target.substring(DEFS.length())));
        }
        if (schema instanceof ObjectNode || schema instanceof ArrayNode) {
            schema.forEach(SchemaComponents::redirect);
        }
    }

    private static String componentName(String part) {
        return Character.toUpperCase(part.charAt(0)) + part.substring(1);
    }
}
