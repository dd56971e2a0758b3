package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.plan.Presets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A JSON Schema (draft 2020-12) that programs outside the farm may rely on. The ingest service serves each under
 * {@code /v1/schemas/<file name>}, and builds its OpenAPI document from them.
 */
public enum PublishedSchema {
    RENDER_REQUEST("render-request"),
    JOB_VIEW("job-view"),
    JOB_EVENT("job-event"),
    DEAD_LETTER("dead-letter");

    /** A keyword that code generators know: a sentence for each value of {@code enum}. */
    public static final String DESCRIPTIONS = "x-enum-descriptions";

    private final String fileName;

    PublishedSchema(String name) {
        this.fileName = name + ".schema.json";
    }

    /** As in {@code render-request.schema.json}. */
    public String fileName() {
        return fileName;
    }

    /** The schema with the presets of the published model; a new tree at every call. */
    public JsonNode read() {
        return read(Presets.PUBLISHED);
    }

    /** What is the same on every farm: it allows any name of a preset, because each farm's model has its own. */
    public JsonNode rules() {
        String resource = "/schemas/" + fileName;
        try (InputStream in = PublishedSchema.class.getResourceAsStream(resource)) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    /** The schema of a farm whose model has {@code presets}, which it lists as the values of that field. */
    public JsonNode read(Presets presets) {
        JsonNode schema = rules();
        if (schema.at("/properties/preset") instanceof ObjectNode preset) {
            ArrayNode names = preset.putArray("enum");
            presets.names().forEach(names::add);
            ArrayNode descriptions = preset.putArray(DESCRIPTIONS);
            presets.all().forEach(each -> descriptions.add(each.description()));
        }
        return schema;
    }
}
