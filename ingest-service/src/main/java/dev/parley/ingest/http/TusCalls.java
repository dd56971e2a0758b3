package dev.parley.ingest.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What the tus protocol asks of all its calls. */
final class TusCalls {
    private static boolean isOne(ContainerRequestContext call) {
        return call.getUriInfo().getPath().startsWith(ResumableUploadsResource.PATH);
    }

    /** Some clients' HTTP has no PATCH, as the JDK's older one. */
    @ServerRequestFilter(preMatching = true)
    void patch(ContainerRequestContext call) {
        if (isOne(call)
                && call.getMethod().equals(HttpMethod.POST)
                && HttpMethod.PATCH.equals(call.getHeaderString("X-HTTP-Method-Override"))) {
            call.setMethod(HttpMethod.PATCH);
        }
    }

    /** Its version in each answer, also where a call failed. */
    @ServerResponseFilter
    void name(ContainerRequestContext call, ContainerResponseContext answer) {
        if (isOne(call)) {
            answer.getHeaders().putSingle(ResumableUploadsResource.VERSION_HEADER, ResumableUploadsResource.VERSION);
        }
    }
}
