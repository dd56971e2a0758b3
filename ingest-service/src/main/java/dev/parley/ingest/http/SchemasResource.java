package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.PublishedSchema;
import dev.parley.kit.admission.Engines;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestPath;

/** The published JSON Schemas, with this farm's presets, under stable URLs that editors and validators may refer to. */
@Path("/v1/schemas")
public class SchemasResource {
    private static final String MEDIA_TYPE = "application/schema+json";

    private final Map<String, Document> schemas;

    @Inject
    SchemasResource(Engines engines) {
        schemas = Stream.of(PublishedSchema.values())
                .collect(Collectors.toUnmodifiableMap(
                        PublishedSchema::fileName, schema -> document(schema.read(engines.presets()))));
    }

    private static Document document(JsonNode schema) {
        return Document.of(schema.toPrettyString().getBytes(StandardCharsets.UTF_8), MEDIA_TYPE);
    }

    @GET
    @Path("/{name}")
    public Response schema(@RestPath String name, @Context Request request) {
        Document schema = schemas.get(name);
        if (schema == null) {
            throw new NotFoundException();
        }
        return schema.answer(request);
    }
}
