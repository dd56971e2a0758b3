package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);
    /** From FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isTheSameOfBytesOfAStreamOfAFileAndOfParts(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("abc"), ABC);
        MessageDigest parts = Sha256.digest();
        parts.update(ABC, 0, 1);
        parts.update(ABC, 1, 2);
        assertThat(Sha256.of(ABC)).isEqualTo(OF_ABC);
        assertThat(Sha256.of(new ByteArrayInputStream(ABC))).isEqualTo(OF_ABC);
        assertThat(Sha256.of(file)).isEqualTo(OF_ABC);
        assertThat(Sha256.of(parts)).isEqualTo(OF_ABC);
    }
}
