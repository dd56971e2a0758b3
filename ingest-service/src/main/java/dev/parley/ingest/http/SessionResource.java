package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.Caller;
import dev.parley.ingest.access.KeyScope;
import dev.parley.ingest.access.Sessions;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who a caller is; and a cookie for a key, so that the page's pictures and videos load as well. */
@Path("/v1/session")
@Blocking
public class SessionResource {
    private static final int MOST_BYTES = 1024;

    private final Access access;
    private final Sessions sessions;
    private final boolean https;

    /** @param key that the browser shows once */
    record SignIn(String key) {
        @Override
        public String toString() {
            return "SignIn[...]";
        }
    }

    /** @param keys whether this farm asks for keys; without them there is nothing else to say */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Session(boolean keys, String key, String name, String tenant, List<KeyScope> scopes) {}

    @Inject
    SessionResource(
            Access access, Sessions sessions, @ConfigProperty(name = "parley.public.url") Optional<String> publicUrl) {
        this.access = access;
        this.sessions = sessions;
        this.https = publicUrl.filter(url -> url.startsWith("https:")).isPresent();
    }

    @GET
    public Session session() {
        if (!access.isOn()) {
            return new Session(false, null, null, null, null);
        }
        Caller caller = access.caller().orElseThrow(() -> ProblemException.noKey(false));
        return new Session(true, caller.keyId(), caller.name(), caller.tenant(), caller.scopes());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response signIn(InputStream body, @Context HttpServerRequest request) throws IOException {
        if (!access.isOn()) {
            throw ProblemException.withoutKeys();
        }
        String key = Bodies.read(body, MOST_BYTES, SignIn.class).key();
        String session = access.signIn(key).orElseThrow(() -> ProblemException.noKey(true));
        return answer(session, (int) sessions.duration().toSeconds(), request);
    }

    @DELETE
    public Response signOut(@Context HttpServerRequest request) {
        return answer("", 0, request);
    }

    /** Scripts cannot read it, and pages of other sites cannot make a browser send it. */
    private Response answer(String session, int seconds, HttpServerRequest request) {
        boolean secure = https || request.isSSL() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        return Response.noContent()
                .cookie(new NewCookie.Builder(Sessions.COOKIE)
                        .value(session)
                        .path("/")
                        .maxAge(seconds)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite(NewCookie.SameSite.STRICT)
                        .build())
                .header("Cache-Control", "no-store")
                .build();
    }
}
