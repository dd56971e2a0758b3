package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.KeyRing;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** Keys, for admins: {@link AccessGate} sees to that. */
@Path("/v1/keys")
@Blocking
public class KeysResource {
    private static final int MOST_BYTES = 8 * 1024;
    private static final long DAY_SECONDS = 86_400;

    private final Access access;
    private final KeyRing keys;

    record KeyList(List<KeyRing.KeyView> keys) {}

    /** @param overlapSeconds for how long the old key counts beside the new one; a day if absent */
    record Rotation(@JsonProperty("overlapSeconds") Long overlapSeconds) {}

    @Inject
    KeysResource(Access access, KeyRing keys) {
        this.access = access;
        this.keys = keys;
    }

    @GET
    public KeyList keys() {
        check();
        return new KeyList(keys.all());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) throws IOException {
        check();
        return made(keys.create(Bodies.read(body, MOST_BYTES, KeyRing.KeyWish.class)));
    }

    @POST
    @Path("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rotate(@RestPath String id, InputStream body) throws IOException {
        check();
        Long overlap = Bodies.read(body, MOST_BYTES, Rotation.class).overlapSeconds();
        Duration both = Duration.ofSeconds(overlap == null ? DAY_SECONDS : overlap);
        return made(keys.rotate(id, both).orElseThrow(() -> noSuchKey(id)));
    }

    @DELETE
    @Path("/{id}")
    public KeyRing.KeyView revoke(@RestPath String id) {
        check();
        return keys.revoke(id).orElseThrow(() -> noSuchKey(id));
    }

    private static Response made(KeyRing.NewKey key) {
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(key)
                .build();
    }

    private void check() {
        if (!access.isOn()) {
            throw ProblemException.withoutKeys();
        }
    }

    private static ProblemException noSuchKey(String id) {
        String shown = Optional.of(id).filter(text -> text.length() <= 64).orElse("...");
        return ProblemException.notFound(
                "no-such-key", "No such key", "There is no key '%s' that counts; see GET /v1/keys".formatted(shown));
    }
}
