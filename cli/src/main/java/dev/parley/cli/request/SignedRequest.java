package dev.parley.cli.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestInputs;
import dev.parley.provenance.CredentialReader;
import dev.parley.provenance.CredentialReport;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The request that a finished video was made of, from its signed credentials. Anybody may sign: it can set what a video
 * looks like and name inputs by their hash, but no file of this machine, no address, and nobody to tell.
 */
public final class SignedRequest {
    private static final int TYPE_ENDS = 8;
    private static final Set<String> OF_THE_SENDER = Set.of("tenant", "labels", "priority", "expiresAfterSeconds");
    private static final Set<String> SETTINGS = Arrays.stream(RenderSettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !OF_THE_SENDER.contains(name))
            .collect(Collectors.toUnmodifiableSet());

    /** Whether it begins as MP4 files do. */
    static boolean isVideo(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(TYPE_ENDS), StandardCharsets.ISO_8859_1).endsWith("ftyp");
        }
    }

    /** As {@link #of}. */
    static ObjectNode in(Path video) throws IOException {
        return of(CredentialReader.read(video), video);
    }

    /**
     * @param video for messages
     * @throws InvalidRequestException if the video has none, it or its credentials were changed, or the request names
     *     other inputs than {@code inputs/<sha256>}
     */
    public static ObjectNode of(CredentialReport report, Path video) {
        if (report.state() == CredentialReport.State.VALID && report.request().isPresent()) {
            try {
                if (Json.mapper().readTree(report.request().get()) instanceof ObjectNode request) {
                    request.retain(SETTINGS);
                    requireHashes(request, video);
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

    private static void requireHashes(JsonNode request, Path video) {
        RequestInputs.replace(request, input -> {
            if (!ObjectKeys.isInput(input)) {
                throw InvalidRequestException.of(
                        "--request",
                        "no-request",
                        "the request in the video '%s' names the input '%s', expected inputs/<sha256>"
                                .formatted(video, Printable.line(input)));
            }
            return input;
        });
    }

    private static String why(CredentialReport report) {
        return switch (report.state()) {
            case VALID -> "its credentials are not Parley's";
            case ABSENT -> "it has no credentials";
            case BROKEN, UNCHECKED -> Printable.line(report.problem());
        };
    }

    private SignedRequest() {}
}
