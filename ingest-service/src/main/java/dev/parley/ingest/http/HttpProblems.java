package dev.parley.ingest.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What RESTEasy refuses by itself, such as paths, methods and media types that no call has, as a {@link Problem}. */
final class HttpProblems {
    private static final Set<Integer> UNMATCHED = Set.of(404, 405);

    private final AllowedMethods methods;

    @Inject
    HttpProblems(AllowedMethods methods) {
        this.methods = methods;
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, UriInfo uri, Request request) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        if (UNMATCHED.contains(status.getStatusCode())) {
            Set<String> allowed = methods.of(uri.getPath());
            if (!allowed.isEmpty() && !allowed.contains(request.getMethod())) {
                return answer(Response.Status.METHOD_NOT_ALLOWED)
                        .header("Allow", String.join(", ", allowed))
                        .build();
            }
        }
        return answer(status).build();
    }

    private static Response.ResponseBuilder answer(Response.StatusType status) {
        String title = status.getReasonPhrase();
        String word = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        int code = status.getStatusCode();
        return Problem.of(code, word, title, detail(code)).answer();
    }

    private static String detail(int status) {
        return Map.of(
                        400, "Malformed request",
                        404, "Not found",
                        405, "Method not allowed",
                        406, "Not available in the requested format",
                        415,
                                "Expected another content type: application/json, multipart/form-data or"
                                        + " application/x-ndjson for jobs")
                .getOrDefault(status, "The call failed");
    }
}
