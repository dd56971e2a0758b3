package dev.parley.cli.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.provenance.CredentialReader;
import dev.parley.provenance.CredentialReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The request that a finished video was made of, from its signed credentials. */
final class SignedRequest {
    private static final int TYPE_ENDS = 8;

    /** Whether it begins as MP4 files do. */
    static boolean isVideo(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(TYPE_ENDS), StandardCharsets.ISO_8859_1).endsWith("ftyp");
        }
    }

    /** @throws InvalidRequestException if the video has none, or it or its credentials were changed */
    static ObjectNode in(Path video) throws IOException {
        CredentialReport report = CredentialReader.read(video);
        if (report.state() == CredentialReport.State.VALID && report.request().isPresent()) {
            try {
                if (Json.mapper().readTree(report.request().get()) instanceof ObjectNode request) {
                    return request;
                }
            } catch (JsonProcessingException e) {
                // said below
            }
        }
        throw InvalidRequestException.of(
                "--request",
                "no-request",
                "the video '%s' holds no request that can be believed: %s".formatted(video, why(report)));
    }

    private static String why(CredentialReport report) {
        return switch (report.state()) {
            case VALID -> "its credentials are not Parley's";
            case ABSENT -> "it has no credentials";
            case BROKEN, UNCHECKED -> report.problem();
        };
    }

    private SignedRequest() {}
}
