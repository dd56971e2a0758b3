package dev.parley.ingest.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** An upload that says nothing of its type is bytes, and not the form that it could be as well. */
final class TypelessFiles {
    @ServerRequestFilter(preMatching = true)
    void call(ContainerRequestContext call) {
        if (call.getHeaderString(HttpHeaders.CONTENT_TYPE) == null
                && call.getUriInfo().getPath().endsWith("/v1/uploads")) {
            call.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
        }
    }
}
