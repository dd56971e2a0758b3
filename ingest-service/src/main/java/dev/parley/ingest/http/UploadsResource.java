package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.ObjectKeys;
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
import java.io.PushbackInputStream;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.server.multipart.FileItem;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

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
            InputStream body,
            @RestHeader("Content-Type") String type,
            @RestHeader("Content-Length") String length,
            @RestHeader("Content-Digest") String digest)
            throws IOException {
        Bodies.checkLength(length, limits.inputBytes());
        return created(keep(UrlEncoded.refusedIn(body, type), said(digest)));
    }

    /** What {@code curl -F file=@...} and a browser's {@code FormData} send: the file is what is inside. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response uploadForm(MultipartFormDataInput form) throws IOException {
        List<FileItem> files = form.getValues().values().stream()
                .flatMap(Collection::stream)
                .filter(FormValue::isFileItem)
                .map(FormValue::getFileItem)
                .toList();
        if (files.isEmpty()) {
            throw InvalidRequestException.of(
                    "", "missing", "found a form without a file, expected one, as sent by curl -F file=@name");
        }
        if (files.size() > 1) {
            throw InvalidRequestException.of(
                    "", "ambiguous", "found a form with %d files, expected one".formatted(files.size()));
        }
        try (InputStream file = files.get(0).getInputStream()) {
            return created(keep(file, Optional.empty()));
        }
    }

    /** @param said what it will be called if it has come whole, by its sender */
    private Inputs.Kept keep(InputStream file, Optional<String> said) throws IOException {
        try (PushbackInputStream bytes = new PushbackInputStream(file)) {
            int first = bytes.read();
            if (first < 0) {
                throw InvalidRequestException.of("", "missing", "found an empty body, expected a file");
            }
            bytes.unread(first);
            return inputs.keep(bytes, found -> said.ifPresent(expected -> check(found, expected)));
        } catch (Inputs.TooLargeException e) {
            throw ProblemException.tooLarge(limits.inputBytes());
        }
    }

    private static Response created(Inputs.Kept kept) {
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Uploaded(kept.key(), kept.bytes()))
                .build();
    }

    private static Optional<String> said(String header) {
        Matcher digest = SHA256.matcher(header == null ? "" : header);
        return digest.matches()
                ? Optional.of(ObjectKeys.input(
                        HexFormat.of().formatHex(Base64.getDecoder().decode(digest.group(1)))))
                : Optional.empty();
    }

    private static void check(String found, String expected) {
        if (!found.equals(expected)) {
            throw InvalidRequestException.of(
                    "",
                    "checksum-mismatch",
                    "found %s, expected %s by the header Content-Digest".formatted(found, expected));
        }
    }
}
