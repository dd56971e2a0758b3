package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Violation;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * An error as the outside sees it (RFC 9457).
 *
 * @param type {@code urn:parley:problem:<word>}; the word is stable
 * @param violations what is wrong with a request, field by field
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:parley:problem:";

    static Problem of(int status, String word, String title, String detail) {
        return new Problem(TYPE + word, title, status, detail, List.of());
    }

    static Problem of(int status, String word, String title, String detail, List<Violation> violations) {
        return new Problem(TYPE + word, title, status, detail, violations);
    }

    Response.ResponseBuilder answer() {
        return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    }
}
