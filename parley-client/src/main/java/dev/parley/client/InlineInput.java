package dev.parley.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Inputs within a request, as {@code data:} URIs (RFC 2397). */
final class InlineInput {
    static String uri(JobInput input) {
        if (input instanceof JobInput.Reference reference) {
            return reference.text();
        }
        byte[] bytes = input instanceof JobInput.OfFile local ? read(local.file()) : ((JobInput.OfBytes) input).bytes();
        return "data:application/octet-stream;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ParleyInputException(file, e);
        }
    }

    private InlineInput() {}
}
