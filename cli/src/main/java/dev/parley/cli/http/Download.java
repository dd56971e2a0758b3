package dev.parley.cli.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Brings a finished video to a file: beside it first, and under its name only once every byte is there and right. */
public final class Download {
    private final FarmClient client;
    private final Path target;
    private final Path part;

    public Download(FarmClient client, Path target) {
        this.client = client;
        this.target = target;
        this.part = part(target);
    }

    /** What a video is called until it is complete. */
    public static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** @throws IOException if the file cannot be written or is not what the farm announced */
    public void run(JobId job, JobView.Video announced) throws FarmException, IOException, InterruptedException {
        try {
            MessageDigest digest = sha256();
            long bytes;
            try (InputStream in = new DigestInputStream(client.video(job), digest)) {
                bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            String hash = HexFormat.of().formatHex(digest.digest());
            if (bytes != announced.bytes() || !hash.equals(announced.sha256())) {
                throw new IOException(
                        "Downloaded %2$d bytes with SHA-256 %3$s as the video of job %1$s, expected %4$d with %5$s"
                                .formatted(job, bytes, hash, announced.bytes(), announced.sha256()));
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            discard();
        }
    }

    /** Leaves nothing half-done behind; for whoever is cut off in the middle. */
    public void discard() throws IOException {
        Files.deleteIfExists(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
