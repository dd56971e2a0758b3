package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.kit.admission.Inputs;
import dev.parley.kit.admission.LimitsConfig;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestHeader;

/** Takes pictures and recordings, whatever they are called, and keeps them under their hash. */
@Path("/v1/uploads")
@Blocking
public class UploadsResource {
    private static final Pattern SHA256 = Pattern.compile("(?:^|.*,\\s*)sha-256=:([A-Za-z0-9+/]{43}=):.*");

    private final Inputs inputs;
    private final LimitsConfig limits;

    /** @param input what a request says to mean this file */
    record Uploaded(String input, long bytes) {}

    @Inject
    UploadsResource(Inputs inputs, LimitsConfig limits) {
        this.inputs = inputs;
        this.limits = limits;
    }

    /** @param digest the caller's own hash of the file (RFC 9530), or null */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response upload(
            InputStream body, @RestHeader("Content-Length") String length, @RestHeader("Content-Digest") String digest)
            throws IOException {
        Bodies.checkLength(length, limits.inputBytes());
        TemporaryFile file = TemporaryFile.make();
        try (file) {
            long bytes = Bodies.copy(body, file.path(), limits.inputBytes());
            if (bytes == 0) {
                throw InvalidRequestException.of("", "missing", "found an empty body, expected a file");
            }
            String input = file.read(inputs::keep);
            checkDigest(digest, input);
            return Response.status(Response.Status.CREATED)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new Uploaded(input, bytes))
                    .build();
        }
    }

    private static void checkDigest(String header, String input) {
        Matcher digest = SHA256.matcher(header == null ? "" : header);
        if (digest.matches()) {
            String said =
                    "inputs/" + HexFormat.of().formatHex(Base64.getDecoder().decode(digest.group(1)));
            if (!said.equals(input)) {
                throw InvalidRequestException.of(
                        "",
                        "checksum-mismatch",
                        "found %s, expected %s by the header Content-Digest".formatted(input, said));
            }
        }
    }
}
