package dev.parley.cli.request;

import dev.parley.provenance.CredentialWriter;
import dev.parley.provenance.OwnCertificate;
import dev.parley.provenance.SigningIdentity;
import dev.parley.provenance.Statement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A video without a picture whose credentials a stranger signed all right. */
public final class SignedVideo {
    private static final SigningIdentity STRANGER = stranger();

    private static SigningIdentity stranger() {
        try {
            String pem = OwnCertificate.pem("A stranger", Instant.now());
            return SigningIdentity.ofPem(pem, pem);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes one into {@code folder}. */
    public static Path in(Path folder, String generator, Map<String, Object> details) throws Exception {
        ByteBuffer type = ByteBuffer.allocate(16)
                .putInt(16)
                .put("ftypisom".getBytes(StandardCharsets.US_ASCII))
                .putInt(0);
        Path unsigned = Files.write(folder.resolve("unsigned.mp4"), type.array());
        Path video = folder.resolve("video.mp4");
        Statement statement = new Statement(
                generator,
                "1",
                "A title",
                UUID.nameUUIDFromBytes(new byte[] {1}),
                Instant.parse("2026-11-29T12:00:00Z"),
                Statement.TRAINED_MODEL,
                "Made by a test",
                details);
        new CredentialWriter(STRANGER).write(unsigned, video, statement);
        return video;
    }

    private SignedVideo() {}
}
