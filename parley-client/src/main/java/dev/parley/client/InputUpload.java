package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Sends files to the farm, with their hash, so that one that was garbled on the way is refused; large ones in pieces, which
 * a broken connection does not undo.
 */
final class InputUpload {
    /** From here on. */
    static final long LARGE = 16L << 20;

    /** The farm is an older one, or has lost what it had. */
    private static final Set<Integer> NO_PIECES = Set.of(404, 405);

    private final FarmCalls calls;

    InputUpload(FarmCalls calls) {
        this.calls = calls;
    }

    /** What a request calls the input; sent before, if it has to be. */
    String named(JobInput input) throws InterruptedException {
        if (input instanceof JobInput.Reference reference) {
            return reference.text();
        }
        return input instanceof JobInput.OfFile local ? file(local.file()) : bytes(((JobInput.OfBytes) input).bytes());
    }

    private String file(Path file) throws InterruptedException {
        try {
            if (Files.notExists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            MessageDigest digest = sha256();
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            byte[] hash = digest.digest();
            return Files.size(file) < LARGE
                    ? send(BodyPublishers.ofFile(file), hash)
                    : sendLarge(
                            (from, length) -> read(file, from, length),
                            Files.size(file),
                            hash,
                            () -> BodyPublishers.ofFile(file));
        } catch (IOException e) {
            throw new ParleyInputException(file, e);
        }
    }

    private String bytes(byte[] bytes) throws InterruptedException {
        byte[] hash = sha256().digest(bytes);
        if (bytes.length < LARGE) {
            return send(BodyPublishers.ofByteArray(bytes), hash);
        }
        try {
            return sendLarge(
                    (from, length) -> Arrays.copyOfRange(bytes, (int) from, (int) from + length),
                    bytes.length,
                    hash,
                    () -> BodyPublishers.ofByteArray(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be read
        }
    }

    private static byte[] read(Path file, long from, int length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(length);
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            in.position(from);
            while (piece.hasRemaining()) {
                if (in.read(piece) < 0) {
                    throw new EOFException("The file ended at byte %d while it was sent".formatted(in.position()));
                }
            }
        }
        return piece.array();
    }

    /** @param whole to send at once where pieces do not do */
    private String sendLarge(PieceUpload.Source source, long size, byte[] hash, Whole whole)
            throws IOException, InterruptedException {
        String input;
        try {
            input = new PieceUpload(calls, source, size).send();
        } catch (ParleyProblemException e) {
            if (!NO_PIECES.contains(e.status())) {
                throw e;
            }
            return send(whole.body(), hash);
        }
        String expected = "inputs/" + HexFormat.of().formatHex(hash);
        if (!input.equals(expected)) {
            throw new ParleyAnswerException("The farm has %s of an upload of %s".formatted(input, expected), null);
        }
        return input;
    }

    private interface Whole {
        BodyPublisher body() throws IOException;
    }

    private String send(BodyPublisher body, byte[] hash) throws InterruptedException {
        HttpRequest call = calls.request("v1/uploads")
                .setHeader("Content-Type", "application/octet-stream")
                .setHeader("Content-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":")
                .POST(body)
                .build();
        JsonNode answer = calls.json(call, calls.settings().upload());
        String input = answer.path("input").asText();
        if (input.isEmpty()) {
            throw new ParleyAnswerException("The farm answered an upload without an input: " + answer, null);
        }
        return input;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
