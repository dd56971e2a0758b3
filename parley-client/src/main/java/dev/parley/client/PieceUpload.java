package dev.parley.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends one large input in pieces, as tus 1.0.0 has it: whatever breaks, it goes on with what has not arrived. Each piece has
 * its hash, so one that was garbled on the way is sent again.
 */
final class PieceUpload {
    static final int PIECE = 8 << 20;
    private static final String UPLOADS = "v1/uploads/resumable";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");
    private static final int WRONG_OFFSET = 409;
    private static final int CHECKSUM_MISMATCH = 460;

    private final FarmCalls calls;
    private final Source source;
    private final long size;
    private String path;
    private long offset;
    private String input;

    /** Where the bytes come from. */
    interface Source {
        byte[] read(long from, int length) throws IOException;
    }

    PieceUpload(FarmCalls calls, Source source, long size) {
        this.calls = calls;
        this.source = source;
        this.size = size;
    }

    /**
     * @return what the farm calls the input
     * @throws IOException when the source cannot be read
     */
    String send() throws IOException, InterruptedException {
        begin();
        Retries retries = calls.retries();
        while (input == null) {
            long before = offset;
            Optional<ParleyException> fault = sendPiece();
            if (fault.isPresent()) {
                ask();
            }
            if (offset > before || input != null) {
                retries.succeeded();
            } else {
                retries.pause(
                        fault.orElseGet(() -> new ParleyAnswerException(
                                "The farm took a piece of an upload and is still at byte " + before, null)),
                        Optional.empty());
            }
        }
        return input;
    }

    private void begin() throws InterruptedException {
        HttpRequest call = request(UPLOADS)
                .setHeader("Upload-Length", Long.toString(size))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> answer = calls.send(call, calls.settings().answer());
        Matcher id = ID.matcher(answer.headers().firstValue("Location").orElse(""));
        if (!id.find()) {
            throw new ParleyAnswerException("The farm began an upload and did not say where", null);
        }
        path = UPLOADS + "/" + id.group();
    }

    /** Answers what went wrong, if that is no reason to give up. */
    private Optional<ParleyException> sendPiece() throws IOException, InterruptedException {
        byte[] piece = source.read(offset, (int) Math.min(PIECE, size - offset));
        HttpRequest call = request(path)
                .setHeader("Content-Type", "application/offset+octet-stream")
                .setHeader("Upload-Offset", Long.toString(offset))
                .setHeader(
                        "Upload-Checksum",
                        "sha256 "
                                + Base64.getEncoder()
                                        .encodeToString(InputUpload.sha256().digest(piece)))
                .method("PATCH", BodyPublishers.ofByteArray(piece))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = calls.once(call, calls.settings().upload());
        } catch (IOException broken) {
            return Optional.of(calls.fault(call, broken));
        }
        int status = answer.statusCode();
        if (status / 100 == 2) {
            hear(answer);
            return Optional.empty();
        }
        ParleyProblemException problem = ParleyProblemException.of(FarmCalls.name(call), status, answer.body());
        if (status != WRONG_OFFSET && status != CHECKSUM_MISMATCH && !Retries.worthwhile(status)) {
            throw problem;
        }
        return Optional.of(problem);
    }

    /** How far it has come. */
    private void ask() throws InterruptedException {
        HttpRequest call = request(path).method("HEAD", BodyPublishers.noBody()).build();
        hear(calls.send(call, calls.settings().answer()));
    }

    private void hear(HttpResponse<byte[]> answer) {
        long told = answer.headers().firstValueAsLong("Upload-Offset").orElse(-1);
        if (told < 0 || told > size) {
            throw new ParleyAnswerException(
                    "The farm is at byte %d of an upload of %d bytes".formatted(told, size), null);
        }
        offset = told;
        input = answer.headers().firstValue("Parley-Input").orElse(null);
        if (offset == size && input == null) {
            throw new ParleyAnswerException("The farm has all of an upload and does not name its input", null);
        }
    }

    private HttpRequest.Builder request(String to) {
        return calls.request(to).setHeader("Tus-Resumable", "1.0.0");
    }
}
