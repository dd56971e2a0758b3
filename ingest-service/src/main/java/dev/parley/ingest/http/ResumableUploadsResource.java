package dev.parley.ingest.http;

import dev.parley.ingest.Addresses;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.Caller;
import dev.parley.ingest.upload.ResumableUploads;
import dev.parley.ingest.upload.ResumableUploads.Checksum;
import dev.parley.ingest.upload.ResumableUploads.Progress;
import dev.parley.ingest.upload.ResumableUploads.RefusedException;
import dev.parley.ingest.upload.Upload;
import dev.parley.kit.admission.LimitsConfig;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Uploads that go on where they broke off: the tus protocol, version 1.0.0, with creation, creation-with-upload, checksum,
 * expiration and termination (tus.io). A whole upload is an input; {@code Parley-Input} or a GET says which.
 */
@Path(ResumableUploadsResource.PATH)
@Blocking
public class ResumableUploadsResource {
    static final String PATH = "/v1/uploads/resumable";

    static final String VERSION_HEADER = "Tus-Resumable";
    static final String VERSION = "1.0.0";
    private static final String PIECE = "application/offset+octet-stream";
    private static final Map<String, String> ALGORITHMS = Map.of("sha1", "SHA-1", "sha256", "SHA-256");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHECKSUM = Pattern.compile("([a-z0-9]+) ([A-Za-z0-9+/]+={0,2})");

    private final ResumableUploads uploads;
    private final Access access;
    private final Addresses addresses;
    private final LimitsConfig limits;

    /** @param input null until the upload is whole */
    record State(String input, long bytes, long offset, Instant expires) {}

    @Inject
    ResumableUploadsResource(ResumableUploads uploads, Access access, Addresses addresses, LimitsConfig limits) {
        this.uploads = uploads;
        this.access = access;
        this.addresses = addresses;
        this.limits = limits;
    }

    @OPTIONS
    public Response abilities() {
        return Response.status(Response.Status.NO_CONTENT)
                .header("Tus-Version", VERSION)
                .header("Tus-Max-Size", limits.inputBytes())
                .header("Tus-Extension", "creation,creation-with-upload,checksum,expiration,termination")
                .header("Tus-Checksum-Algorithm", "sha1,sha256")
                .build();
    }

    @POST
    public Response begin(
            InputStream body,
            @RestHeader(VERSION_HEADER) String version,
            @RestHeader("Upload-Length") String length,
            @RestHeader("Upload-Checksum") String checksum,
            @RestHeader("Content-Type") String type)
            throws IOException {
        checkVersion(version);
        long bytes = number("Upload-Length", length);
        if (bytes == 0) {
            throw bad("bad-header", "Upload-Length is 0, expected the length of a picture or a recording");
        }
        if (bytes > limits.inputBytes()) {
            throw ProblemException.tooLarge(limits.inputBytes());
        }
        Optional<Checksum> expected = checksum(checksum);
        Upload upload = uploads.begin(bytes, access.tenant().orElse(null));
        Progress progress = new Progress(upload, 0);
        if (type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(PIECE)) {
            progress = begun(progress, body, expected);
        }
        return told(Response.status(Response.Status.CREATED), progress)
                .header("Location", addresses.of(upload.id()))
                .build();
    }

    /** Of an upload whose first piece is refused nobody learns the address: it is forgotten at once. */
    private Progress begun(Progress upload, InputStream body, Optional<Checksum> checksum) throws IOException {
        try {
            return append(upload, 0, body, checksum);
        } catch (ProblemException | IOException e) {
            uploads.end(upload.upload().id());
            throw e;
        }
    }

    @HEAD
    @Path("/{upload}")
    public Response head(@RestPath String upload, @RestHeader(VERSION_HEADER) String version) {
        checkVersion(version);
        Progress progress = find(upload);
        return told(Response.status(Response.Status.OK), progress)
                .header("Upload-Length", progress.upload().bytes())
                .header("Cache-Control", "no-store")
                .build();
    }

    /** No part of tus: for people, and for clients that do not show headers. */
    @GET
    @Path("/{upload}")
    public Response look(@RestPath String upload) {
        Progress progress = find(upload);
        Upload of = progress.upload();
        return Response.ok(new State(of.input(), of.bytes(), progress.offset(), of.expires()))
                .header("Cache-Control", "no-store")
                .build();
    }

    @PATCH
    @Path("/{upload}")
    @Consumes(PIECE)
    public Response append(
            @RestPath String upload,
            InputStream body,
            @RestHeader(VERSION_HEADER) String version,
            @RestHeader("Upload-Offset") String offset,
            @RestHeader("Upload-Checksum") String checksum,
            @RestHeader("Content-Length") String length)
            throws IOException {
        checkVersion(version);
        long from = number("Upload-Offset", offset);
        Optional<Checksum> expected = checksum(checksum);
        Progress progress = find(upload);
        Bodies.checkLength(length, progress.upload().bytes() - progress.offset());
        return told(Response.status(Response.Status.NO_CONTENT), append(progress, from, body, expected))
                .build();
    }

    @DELETE
    @Path("/{upload}")
    public Response end(@RestPath String upload, @RestHeader(VERSION_HEADER) String version) {
        checkVersion(version);
        uploads.end(find(upload).upload().id());
        return Response.status(Response.Status.NO_CONTENT).build();
    }

    private Progress append(Progress progress, long from, InputStream body, Optional<Checksum> checksum)
            throws IOException {
        try {
            return uploads.append(progress, from, body, checksum.orElse(null));
        } catch (RefusedException e) {
            throw switch (e.reason()) {
                case OFFSET ->
                    new ProblemException(
                            Problem.of(
                                    409,
                                    "wrong-offset",
                                    "The upload goes on elsewhere",
                                    "found Upload-Offset %d, expected %d".formatted(from, e.offset())),
                            Map.of("Upload-Offset", Long.toString(e.offset())));
                case TOO_LONG -> ProblemException.tooLarge(progress.upload().bytes() - progress.offset());
                case CHECKSUM ->
                    new ProblemException(Problem.of(
                            460,
                            "checksum-mismatch",
                            "Checksum mismatch",
                            "The bytes that came are not those of Upload-Checksum; send them again"));
                case TOO_SHORT ->
                    bad(
                            "too-short",
                            "Expected at least %d bytes in a piece that is not the last"
                                    .formatted(ResumableUploads.LEAST_PART));
            };
        }
    }

    private Progress find(String text) {
        Optional<UUID> id;
        try {
            id = Optional.of(UUID.fromString(text))
                    .filter(read -> read.toString().equals(text));
        } catch (IllegalArgumentException e) {
            id = Optional.empty();
        }
        return id.flatMap(uploads::find)
                .filter(progress -> access.caller()
                        .map(Caller::tenant)
                        .map(tenant -> tenant.equals(progress.upload().tenant()))
                        .orElse(true))
                .orElseThrow(() -> ProblemException.notFound(
                        "no-such-upload", "No such upload", "There is no such upload, or it has expired; begin again"));
    }

    private static void checkVersion(String version) {
        if (!VERSION.equals(version)) {
            throw new ProblemException(
                    Problem.of(
                            412,
                            "wrong-version",
                            "Another version of tus",
                            version == null
                                    ? "The header Tus-Resumable is missing, expected " + VERSION
                                    : "found another Tus-Resumable, expected " + VERSION),
                    Map.of("Tus-Version", VERSION));
        }
    }

    private static long number(String header, String text) {
        if (text == null || !NUMBER.matcher(text).matches()) {
            throw bad(
                    "bad-header",
                    "%s is %s, expected a number of bytes".formatted(header, text == null ? "missing" : "no number"));
        }
        return Long.parseLong(text);
    }

    private static Optional<Checksum> checksum(String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = CHECKSUM.matcher(header);
        if (!matcher.matches() || !ALGORITHMS.containsKey(matcher.group(1))) {
            throw bad(
                    "bad-header", "Upload-Checksum is not understood, expected sha1 or sha256, a space and the base64");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(ALGORITHMS.get(matcher.group(1)));
            return Optional.of(new Checksum(digest, Base64.getDecoder().decode(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            throw bad("bad-header", "Upload-Checksum holds no base64");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1 and SHA-256", e);
        }
    }

    private static ProblemException bad(String word, String detail) {
        return new ProblemException(Problem.of(400, word, "The upload is not understood", detail));
    }

    private static ResponseBuilder told(ResponseBuilder answer, Progress progress) {
        Upload upload = progress.upload();
        answer.header("Upload-Offset", progress.offset());
        answer.header(
                "Upload-Expires",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(upload.expires().atOffset(ZoneOffset.UTC)));
        if (upload.isWhole()) {
            answer.header("Parley-Input", upload.input());
        }
        return answer;
    }
}
