package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Sends files to the farm, with their hash, so that one that was garbled on the way is refused. */
final class InputUpload {
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
            return send(BodyPublishers.ofFile(file), digest.digest());
        } catch (IOException e) {
            throw new ParleyInputException(file, e);
        }
    }

    private String bytes(byte[] bytes) throws InterruptedException {
        return send(BodyPublishers.ofByteArray(bytes), sha256().digest(bytes));
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
