package dev.parley.ingest.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The AsyncAPI document of the farm's public topics. It refers to the schemas as {@code schemas/...}, which from here leads
 * to the ones that {@link SchemasResource} serves.
 */
@Path("/v1/asyncapi.yaml")
public class AsyncApiResource {
    private static final String MEDIA_TYPE = "application/vnd.aai.asyncapi+yaml";
    private static final String RESOURCE = "/asyncapi.yaml";

    private final Document document = Document.of(read(), MEDIA_TYPE);

    private static byte[] read() {
        try (InputStream in = AsyncApiResource.class.getResourceAsStream(RESOURCE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }

    @GET
    public Response asyncApi(@Context Request request) {
        return document.answer(request);
    }
}
