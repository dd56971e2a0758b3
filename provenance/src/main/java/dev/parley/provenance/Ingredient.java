package dev.parley.provenance;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An input of a video that has credentials of its own. What it says of itself is repeated in few words, and whether that may
 * be believed; its manifest is not copied: anybody may have written it.
 *
 * @param use what it was for, as {@code picture}
 * @param mediaType of the file
 * @param sha256 of the file, in hexadecimal digits
 */
public record Ingredient(String use, String mediaType, String sha256, CredentialReport credentials) {
    private static final int LONGEST = 200;

    public Ingredient {
        requireNonNull(use, "use");
        requireNonNull(mediaType, "mediaType");
        requireNonNull(sha256, "sha256");
        requireNonNull(credentials, "credentials");
    }

    /** Of a file; nothing of one without credentials. */
    public static Optional<Ingredient> of(Path file, String use, String sha256) throws IOException {
        CredentialReport report = CredentialReader.read(file);
        if (report.state() == CredentialReport.State.ABSENT) {
            return Optional.empty();
        }
        try (FileChannel in = FileChannel.open(file)) {
            String mediaType = FoundStore.container(in)
                    .map(FoundStore.Container::mediaType)
                    .orElse("video/mp4");
            return Optional.of(new Ingredient(use, mediaType, sha256, report));
        }
    }

    /** As C2PA has it. */
    Map<String, Object> assertion() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("dc:title", credentials.title() == null ? use : words(credentials.title()));
        content.put("dc:format", mediaType);
        content.put("relationship", "inputTo");
        content.put("instanceID", "sha256:" + sha256);
        content.put(
                "description",
                "The %s of this video, SHA-256 %s. Its content credentials were %s when the video was signed%s"
                        .formatted(use, sha256, state(), by()));
        return content;
    }

    private String by() {
        return credentials.manifest() == null
                ? ""
                : ": %s by %s".formatted(words(credentials.manifest()), words(credentials.signedBy()));
    }

    /** For programs. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("use", use);
        details.put("format", mediaType);
        details.put("sha256", sha256);
        details.put("credentials", state());
        if (credentials.manifest() != null) {
            details.put("manifest", words(credentials.manifest()));
            details.put("signedBy", words(credentials.signedBy()));
        }
        if (credentials.title() != null) {
            details.put("title", words(credentials.title()));
        }
        return details;
    }

    private String state() {
        return credentials.state().name().toLowerCase(Locale.ROOT);
    }

    /** One line of bounded length. */
    private static String words(String given) {
        String line = given.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
