package dev.parley.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.provenance.CredentialReport.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in the test's resources were signed by c2pa-rs ({@code @contentauth/c2pa-wasm}). */
class EmbeddedCredentialsTest {
    @TempDir
    Path folder;

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = EmbeddedCredentialsTest.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        }
    }

    private CredentialReport read(byte[] bytes) throws IOException {
        return CredentialReader.read(Files.write(folder.resolve("file"), bytes));
    }

    @ParameterizedTest
    @CsvSource({"signed.jpg, A image/jpeg", "signed.png, A image/png", "signed.wav, A audio/wav"})
    void whatAnotherProgramSignedIsRead(String name, String title) throws Exception {
        CredentialReport report = read(sample(name));
        assertThat(report.problem()).isNull();
        assertThat(report.state()).isEqualTo(State.VALID);
        assertThat(report.title()).isEqualTo(title);
        assertThat(report.manifest()).startsWith("urn:c2pa:");
        assertThat(report.generator()).isEqualTo("A camera 1");
    }

    /** All but a number that JPEG gives the box, a checksum of PNG, and how a name in the filling is written. */
    @ParameterizedTest
    @CsvSource({"signed.jpg, 1", "signed.png, 1", "signed.wav, 0"})
    void flippedBytesAreFound(String name, int wrapping) throws Exception {
        byte[] bytes = sample(name);
        List<Integer> missed = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += 7) { // those of an MP4 are all tried
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << i % 8);
            if (read(changed).state() == State.VALID) {
                missed.add(i);
            }
        }
        assertThat(missed).hasSizeLessThanOrEqualTo(wrapping);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed.jpg", "signed.png", "signed.wav"})
    void whatIsCutOffIsNeverValid(String name) throws Exception {
        byte[] bytes = sample(name);
        for (int length = 0; length < bytes.length; length += 131) {
            assertThat(read(Arrays.copyOf(bytes, length)).state()).isNotEqualTo(State.VALID);
        }
    }

    /** A store of more than 64 KB lies in several segments; the same one does in two. */
    @Test
    void segmentsOfAJpegAreJoined() throws Exception {
        byte[] bytes = sample("signed.jpg");
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int size = in.getShort(4) & 0xFFFF;
        int firstPart = 1000;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, 4);
        out.writeBytes(
                ByteBuffer.allocate(2).putShort((short) (2 + 8 + firstPart)).array());
        out.write(bytes, 6, 8 + firstPart);
        out.write(bytes, 2, 2);
        int rest = size - 2 - 8 - firstPart;
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) (2 + 16 + rest)).array());
        out.write(bytes, 6, 4);
        out.writeBytes(ByteBuffer.allocate(4).putInt(2).array());
        out.write(bytes, 14, 8);
        out.write(bytes, 14 + firstPart, rest);
        out.write(bytes, 4 + size, bytes.length - 4 - size);
        // It was signed as one segment, so it leaves out less than there is now; but it was read to its end.
        CredentialReport report = read(out.toByteArray());
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("other exclusions");
    }

    @Test
    void aVideoNamesItsInputsAndWhatBecameOfTheirCredentials() throws Exception {
        String pem = OwnCertificate.pem("Test", Instant.parse("2026-01-01T00:00:00Z"));
        Path picture = Files.write(folder.resolve("a"), sample("signed.png"));
        byte[] damaged = sample("signed.wav");
        damaged[100] ^= 1;
        Path voice = Files.write(folder.resolve("b"), damaged);
        Statement plain = SmallVideo.statement();
        Statement statement = new Statement(
                plain.generator(),
                plain.version(),
                plain.title(),
                plain.id(),
                plain.when(),
                plain.sourceType(),
                plain.description(),
                plain.details(),
                List.of(
                        Ingredient.of(picture, "picture", "aa").orElseThrow(),
                        Ingredient.of(voice, "recording", "bb").orElseThrow()));
        Path video = Files.write(folder.resolve("v.mp4"), SmallVideo.bytes());
        Path signed = folder.resolve("signed.mp4");
        new CredentialWriter(SigningIdentity.ofPem(pem, pem)).write(video, signed, statement);
        CredentialReport report = CredentialReader.read(signed);
        assertThat(report.state()).isEqualTo(State.VALID);
        assertThat(report.details().get("ingredients"))
                .asString()
                .contains("use=picture", "format=image/png", "credentials=valid", "manifest=urn:c2pa:")
                .contains("use=recording", "format=audio/wav", "credentials=broken");
        assertThat(Ingredient.of(video, "picture", "cc")).isEmpty();
    }
}
