package dev.parley.cli.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Downloads a finished video to a temporary file, which is renamed only when size and hash are right. */
public final class Download {
    private final FarmClient client;
    private final Path target;
    private final Path part;

    public Download(FarmClient client, Path target) {
        this.client = client;
        this.target = target;
        this.part = part(target);
    }

    /** The name of a video until it is complete. */
    public static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** @throws IOException if the file cannot be written or is not what the farm announced */
    public void run(JobId job, JobView.Video announced) throws FarmException, IOException, InterruptedException {
        try {
            MessageDigest digest = Sha256.digest();
            long bytes;
            try (InputStream in = new DigestInputStream(client.video(job), digest)) {
                bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            String hash = Sha256.of(digest);
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

    /** Deletes the partial file, for a download that was interrupted. */
    public void discard() throws IOException {
        Files.deleteIfExists(part);
    }
}
