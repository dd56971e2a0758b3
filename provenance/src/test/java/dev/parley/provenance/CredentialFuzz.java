package dev.parley.provenance;

import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** For {@code tools/fuzz/run credentials}: a file of a stranger's, whose credentials somebody wants to see. */
public final class CredentialFuzz {
    private static final Path FILE = file();

    private static Path file() {
        try {
            Path file = Files.createTempFile("credentials-", ".bin");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data);
        CredentialReport report = CredentialReader.read(FILE);
        if (report.state() == State.BROKEN && report.problem() == null) {
            throw new AssertionError("broken without a reason");
        }
    }

    private CredentialFuzz() {}
}
