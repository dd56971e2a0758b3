package dev.parley.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.provenance.CredentialReport.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that somebody signed all right, and that no program would write. */
class OddManifestsTest {
    private static final String MANIFEST = "urn:c2pa:odd";
    private static final JumbfBox PLAIN = assertion("org.example.plain", Map.of("a", 1));

    private static SigningIdentity signer;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeCertificate() throws Exception {
        String pem = OwnCertificate.pem("A test", Instant.now());
        signer = SigningIdentity.ofPem(pem, pem);
    }

    @Test
    void anAssertionIsNamedOnce() throws Exception {
        CredentialReport report = read(List.of(PLAIN), List.of(PLAIN, PLAIN));
        assertThat(report.state()).isEqualTo(State.BROKEN);
        assertThat(report.problem()).isEqualTo("The claim names 'org.example.plain' twice");
    }

    @Test
    void noTwoAssertionsHaveOneLabel() throws Exception {
        CredentialReport report = read(List.of(PLAIN, PLAIN), List.of(PLAIN));
        assertThat(report.state()).isEqualTo(State.BROKEN);
        assertThat(report.problem()).isEqualTo("There are two assertions 'org.example.plain'");
    }

    @Test
    void aClaimOfVeryManyAssertionsIsNotChecked() throws Exception {
        CredentialReport report = read(List.of(PLAIN), Collections.nCopies(257, PLAIN));
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("257 assertions", "at most 256");
    }

    /** Each may have fewer than all together. */
    @Test
    void theValuesOfAllAssertionsAreCounted() throws Exception {
        List<JumbfBox> many = IntStream.range(0, 3)
                .mapToObj(i -> assertion("org.example." + i, Map.of("list", Collections.nCopies(8_000, Map.of()))))
                .toList();
        CredentialReport report = read(many, many);
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("more than 20000 values");
        assertThat(read(many.subList(0, 2), many.subList(0, 2)).problem()).contains("not bound to the video");
    }

    @Test
    void theBytesOfAllAssertionsAreCounted() throws Exception {
        List<JumbfBox> large = IntStream.range(0, 3)
                .mapToObj(i -> assertion("org.example." + i, Map.of("bytes", new byte[3 << 19])))
                .toList();
        CredentialReport report = read(large, large);
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("more than 4194304 bytes of CBOR");
    }

    @Test
    void aStoreOfVeryManyBoxesIsNotChecked() throws Exception {
        CredentialReport report = read(Collections.nCopies(4_000, PLAIN), List.of(PLAIN));
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("more than 4000 superboxes");
    }

    @Test
    void anExclusionThatNamesNoPathIsNotChecked() throws Exception {
        Map<String, Object> binding = new LinkedHashMap<>(BmffHash.assertion(new byte[BmffHash.BYTES]));
        binding.put("exclusions", List.of(Map.of("xpath", 7)));
        JumbfBox box = assertion(BmffHash.LABEL, binding);
        CredentialReport report = read(List.of(box), List.of(box));
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("exclusions");
    }

    @Test
    void aLongChainOfCertificatesIsNotChecked() throws Exception {
        List<X509Certificate> chain = Collections.nCopies(17, signer.chain().get(0));
        CredentialReport report = read(List.of(PLAIN), List.of(PLAIN), new SigningIdentity(chain, signer.key()));
        assertThat(report.state()).isEqualTo(State.UNCHECKED);
        assertThat(report.problem()).contains("17 certificates");
    }

    private static JumbfBox assertion(String label, Map<String, Object> content) {
        return JumbfBox.ofCbor(ManifestStore.CBOR, label, Cbor.write(content));
    }

    private CredentialReport read(List<JumbfBox> assertions, List<JumbfBox> named) throws IOException {
        return read(assertions, named, signer);
    }

    private CredentialReport read(List<JumbfBox> assertions, List<JumbfBox> named, SigningIdentity by)
            throws IOException {
        byte[] store = store(assertions, named, by);
        byte[] credentials = SmallVideo.box(
                "uuid",
                ByteBuffer.allocate(16)
                        .putLong(Mp4Boxes.C2PA.getMostSignificantBits())
                        .putLong(Mp4Boxes.C2PA.getLeastSignificantBits())
                        .array(),
                new byte[4],
                CredentialWriter.PURPOSE.getBytes(StandardCharsets.US_ASCII),
                new byte[8],
                store);
        return CredentialReader.read(
                Files.write(folder.resolve("odd.mp4"), SmallVideo.joined(SmallVideo.bytes(), credentials)));
    }

    private static byte[] store(List<JumbfBox> assertions, List<JumbfBox> named, SigningIdentity by) {
        List<Map<String, Object>> references = new ArrayList<>();
        for (JumbfBox each : named) {
            references.add(Map.of(
                    "url",
                    ManifestStore.HERE + ManifestStore.ASSERTIONS_LABEL + "/" + each.label(),
                    "hash",
                    BmffHash.sha256(each.body())));
        }
        byte[] claim = Cbor.write(Map.of(
                "created_assertions",
                references,
                "signature",
                ManifestStore.HERE + "/c2pa/" + MANIFEST + "/" + ManifestStore.SIGNATURE_LABEL));
        byte[] header = CoseSignature.header(by);
        byte[] signature = CoseSignature.write(header, Map.of(), by.sign(CoseSignature.toBeSigned(header, claim)));
        JumbfBox manifest = JumbfBox.of(
                ManifestStore.MANIFEST,
                MANIFEST,
                List.of(
                        JumbfBox.of(ManifestStore.ASSERTIONS, ManifestStore.ASSERTIONS_LABEL, assertions),
                        JumbfBox.ofCbor(ManifestStore.CLAIM, ManifestStore.CLAIM_LABEL, claim),
                        JumbfBox.ofCbor(ManifestStore.SIGNATURE, ManifestStore.SIGNATURE_LABEL, signature)));
        return JumbfBox.of(ManifestStore.STORE, ManifestStore.STORE, List.of(manifest))
                .bytes();
    }
}
