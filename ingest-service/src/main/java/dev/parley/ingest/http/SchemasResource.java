package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.PublishedSchema;
import dev.parley.contracts.Sha256;
import dev.parley.kit.admission.Engines;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
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
    /** A newer farm may know more fields. */
    private static final int SECONDS = 600;

    private final Map<String, Schema> schemas;

    private record Schema(byte[] json, EntityTag tag) {
        static Schema of(JsonNode schema) {
            byte[] json = schema.toPrettyString().getBytes(StandardCharsets.UTF_8);
            return new Schema(json, new EntityTag(Sha256.of(json)));
        }
    }

    @Inject
    SchemasResource(Engines engines) {
        schemas = Stream.of(PublishedSchema.values())
                .collect(Collectors.toUnmodifiableMap(
                        PublishedSchema::fileName, schema -> Schema.of(schema.read(engines.presets()))));
    }

    @GET
    @Path("/{name}")
    public Response schema(@RestPath String name, @Context Request request) {
        Schema schema = schemas.get(name);
        if (schema == null) {
            throw new NotFoundException();
        }
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(schema.tag);
        Response.ResponseBuilder answer = unchanged != null
                ? unchanged
                : Response.ok(schema.json, MEDIA_TYPE).tag(schema.tag);
        CacheControl cache = new CacheControl();
        cache.setMaxAge(SECONDS);
        return answer.cacheControl(cache).build();
    }
}
