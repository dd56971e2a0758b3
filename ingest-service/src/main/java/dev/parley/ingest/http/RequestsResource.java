package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.RequestReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Requests that come from elsewhere, as from the metadata of a video. */
@Path("/v1/requests")
@Blocking
public class RequestsResource {
    private final RequestReader reader = new RequestReader();
    private final Brevity brevity;

    @Inject
    RequestsResource(Brevity brevity) {
        this.brevity = brevity;
    }

    /**
     * The same request without what is this farm's default. Whether its inputs are here is not looked at.
     *
     * @throws dev.parley.contracts.InvalidRequestException when it is no request
     */
    @POST
    @Path("/brief")
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonNode brief(InputStream body) throws IOException {
        return brevity.of(reader.examine(Bodies.json(body), false).request());
    }
}
