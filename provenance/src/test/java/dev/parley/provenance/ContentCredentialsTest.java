package dev.parley.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCredentialsTest {
    private static SigningIdentity signer;

    @TempDir
    Path folder;

    private Path signed;

    @BeforeAll
    static void makeCertificate() throws Exception {
        String pem = OwnCertificate.pem("A test", Instant.now());
        signer = SigningIdentity.ofPem(pem, pem);
    }

    @BeforeEach
    void sign() throws Exception {
        signed = SmallVideo.signed(folder, signer);
    }

    @Test
    void whatWasSaidIsReadAgain() throws Exception {
        CredentialReport report = CredentialReader.read(signed);
        assertThat(report.problem()).isNull();
        assertThat(report.state()).isEqualTo(State.VALID);
        assertThat(report.title()).isEqualTo("A test");
        assertThat(report.generator()).isEqualTo("Parley 1.2");
        assertThat(report.sourceType()).endsWith("/trainedAlgorithmicMedia");
        assertThat(report.created()).isEqualTo(SmallVideo.statement().when());
        assertThat(report.details()).isEqualTo(SmallVideo.statement().details());
        assertThat(report.request()).contains("{\"image\":\"inputs/1\"}");
        assertThat(report.signer()).isEqualTo(signer.chain().get(0));
        assertThat(report.signedBy()).contains("O=A test");
    }

    @Test
    void samplesAreStillFoundByTheIndex() throws Exception {
        byte[] bytes = Files.readAllBytes(signed);
        assertThat(sampleAt(bytes, "stco", SmallVideo.FIRST.length())).isEqualTo(SmallVideo.FIRST);
        assertThat(sampleAt(bytes, "co64", SmallVideo.SECOND.length())).isEqualTo(SmallVideo.SECOND);
    }

    private static String sampleAt(byte[] video, String table, int length) {
        int at = new String(video, StandardCharsets.ISO_8859_1).indexOf(table) + 4 + 8;
        ByteBuffer in = ByteBuffer.wrap(video);
        long offset = table.equals("stco") ? in.getInt(at) : in.getLong(at);
        return new String(video, (int) offset, length, StandardCharsets.US_ASCII);
    }

    @Test
    void aVideoSignedTwiceIsTheSameBytes() throws Exception {
        byte[] first = Files.readAllBytes(signed);
        assertThat(Files.readAllBytes(SmallVideo.signed(folder, signer))).isEqualTo(first);
    }

    /** All but the file's type, which no validator looks at. */
    @Test
    void everyFlippedByteIsFound() throws Exception {
        byte[] bytes = Files.readAllBytes(signed);
        List<Integer> missed = new ArrayList<>();
        for (int i = ByteBuffer.wrap(bytes).getInt(0); i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << i % 8);
            if (read(changed).state() == State.VALID) {
                missed.add(i);
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void whatIsCutOffOrPutOnIsFound() throws Exception {
        byte[] bytes = Files.readAllBytes(signed);
        for (int length = 0; length < bytes.length; length += 7) {
            assertThat(read(Arrays.copyOf(bytes, length)).state()).isNotEqualTo(State.VALID);
        }
        assertThat(read(Arrays.copyOf(bytes, bytes.length - 1)).state()).isEqualTo(State.BROKEN);
        byte[] more = SmallVideo.box("free", new byte[3]);
        assertThat(read(SmallVideo.joined(bytes, more)).state()).isEqualTo(State.BROKEN);
    }

    /** A stranger's signature is in order, too: who that is says the certificate. */
    @Test
    void anotherSignerIsAnotherCertificate() throws Exception {
        String pem = OwnCertificate.pem("Somebody else", Instant.now());
        CredentialReport report = CredentialReader.read(SmallVideo.signed(folder, SigningIdentity.ofPem(pem, pem)));
        assertThat(report.state()).isEqualTo(State.VALID);
        assertThat(report.signer()).isNotEqualTo(signer.chain().get(0));
    }

    @Test
    void otherFilesHaveNone() throws Exception {
        assertThat(read(SmallVideo.bytes()).state()).isEqualTo(State.ABSENT);
        CredentialReport text = read("no video at all".getBytes(StandardCharsets.US_ASCII));
        assertThat(text.state()).isEqualTo(State.ABSENT);
        assertThat(text.problem()).isNotEmpty();
    }

    @Test
    void whatCannotBeSignedIsRefusedAndLeavesNothing() throws Exception {
        Path out = folder.resolve("refused.mp4");
        CredentialWriter writer = new CredentialWriter(signer);
        assertThatThrownBy(() -> writer.write(signed, out, SmallVideo.statement()))
                .isInstanceOf(UnreadableCredentialsException.class)
                .hasMessageContaining("has credentials already");
        Path fragmented = Files.write(
                folder.resolve("fragmented.mp4"),
                SmallVideo.joined(SmallVideo.bytes(), SmallVideo.box("moof", new byte[8])));
        assertThatThrownBy(() -> writer.write(fragmented, out, SmallVideo.statement()))
                .isInstanceOf(UnreadableCredentialsException.class)
                .hasMessageContaining("fragmented");
        assertThat(out).doesNotExist();
    }

    private CredentialReport read(byte[] bytes) throws IOException {
        return CredentialReader.read(Files.write(folder.resolve("changed.mp4"), bytes));
    }
}
