package dev.parley.ingest.http;

import dev.parley.contracts.Sha256;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** A description that the farm serves; it changes with the farm's version only, so clients may keep it a while. */
record Document(byte[] bytes, String mediaType, EntityTag tag) {
    /** A newer farm may know more fields. */
    private static final int SECONDS = 600;

    static Document of(byte[] bytes, String mediaType) {
        return new Document(bytes, mediaType, new EntityTag(Sha256.of(bytes)));
    }

    /** The document, or 304 if the caller has it. */
    Response answer(Request request) {
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer =
                unchanged != null ? unchanged : Response.ok(bytes, mediaType).tag(tag);
        CacheControl cache = new CacheControl();
        cache.setMaxAge(SECONDS);
        return answer.cacheControl(cache).build();
    }
}
