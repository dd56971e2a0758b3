package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
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

    private final String fileName;

    PublishedSchema(String name) {
        this.fileName = name + ".schema.json";
    }

    /** As in {@code render-request.schema.json}. */
    public String fileName() {
        return fileName;
    }

    /** The schema; a new tree at every call. */
    public JsonNode read() {
        String resource = "/schemas/" + fileName;
        try (InputStream in = PublishedSchema.class.getResourceAsStream(resource)) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }
}
