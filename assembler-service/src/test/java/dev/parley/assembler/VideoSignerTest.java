package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import dev.parley.provenance.OwnCertificate;
import dev.parley.provenance.Statement;
import dev.parley.testkit.TestStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoSignerTest {
    @TempDir
    Path folder;

    private record Configured(Optional<Path> certificate, Optional<Path> key) implements SigningConfig {
        @Override
        public Optional<URI> timeStampServer() {
            return Optional.empty();
        }
    }

    @Test
    void oneSettingWithoutTheOtherStopsTheStart() {
        assertThatThrownBy(() -> start(folder.resolve("a.pem"), null))
                .hasMessageContaining("PARLEY_CREDENTIALS_KEY")
                .hasMessageContaining("set both or neither");
    }

    @Test
    void aCertificateThatIsNotThereStopsTheStart() {
        Path missing = folder.resolve("a.pem");
        assertThatThrownBy(() -> start(missing, missing)).hasMessageContaining(missing.toString());
    }

    @Test
    void aKeyOfAnotherCertificateStopsTheStart() throws Exception {
        Path one = Files.writeString(folder.resolve("one.pem"), OwnCertificate.pem("One", Instant.now()));
        Path other = Files.writeString(folder.resolve("other.pem"), OwnCertificate.pem("Other", Instant.now()));
        assertThatThrownBy(() -> start(one, other)).hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void aCertificateAndItsKeyAreTaken() throws Exception {
        Path both = Files.writeString(folder.resolve("both.pem"), OwnCertificate.pem("One", Instant.now()));
        assertThat(start(both, both)).isNotNull();
    }

    @Test
    void aDamagedCertificateOfTheFarmsOwnStopsTheStartAndFailsNoJob() throws Exception {
        try (TestStore server = new TestStore(folder.resolve("store"))) {
            ObjectStore store = server.objects();
            store.put(ObjectKeys.CREDENTIALS, "damaged".getBytes(StandardCharsets.US_ASCII), "text/plain");
            VideoSigner signer = signer(store, Clock.systemUTC());
            assertThatThrownBy(() -> signer.onStart(null))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(ObjectKeys.CREDENTIALS)
                    .hasMessageContaining("There is no certificate");
            assertThatThrownBy(() -> sign(signer)).isInstanceOf(UnavailableException.class);
            // When
            store.delete(ObjectKeys.CREDENTIALS);
            // Then
            assertThat(sign(signer)).isNotEmptyFile();
            assertThat(store.stat(ObjectKeys.CREDENTIALS)).isPresent();
        }
    }

    @Test
    void aCertificateThatHasExpiredIsReportedAtStartAndWithEachVideo() throws Exception {
        try (TestStore server = new TestStore(folder.resolve("store"))) {
            ObjectStore store = server.objects();
            signer(store, Clock.systemUTC()).onStart(null);
            Clock late = Clock.fixed(Instant.now().plus(Duration.ofDays(21 * 365)), ZoneOffset.UTC);
            VideoSigner signer = signer(store, late);
            try (LogLines log = LogLines.of(VideoSigner.class)) {
                signer.onStart(null);
                sign(signer);
                assertThat(log.lines())
                        .filteredOn(line -> line.contains("validators will call signatures invalid"))
                        .hasSize(2)
                        .allMatch(line -> line.contains("is valid from"));
            }
        }
    }

    private Path sign(VideoSigner signer) throws Exception {
        ByteBuffer type = ByteBuffer.allocate(16)
                .putInt(16)
                .put("ftypisom".getBytes(StandardCharsets.US_ASCII))
                .putInt(0);
        Path unsigned = Files.write(folder.resolve("unsigned.mp4"), type.array());
        Path signed = folder.resolve("signed.mp4");
        Statement statement = new Statement(
                "Parley",
                "1",
                "A title",
                UUID.nameUUIDFromBytes(new byte[] {1}),
                Instant.EPOCH,
                Statement.TRAINED_MODEL,
                "Made by a test",
                Map.of());
        signer.sign(statement, unsigned, signed);
        return signed;
    }

    private static VideoSigner signer(ObjectStore store, Clock clock) {
        Configured nothing = new Configured(Optional.empty(), Optional.empty());
        return new VideoSigner(nothing, new RetryingStore(store, new AssemblyLineTest.TestConfig()), clock);
    }

    private VideoSigner start(Path certificate, Path key) {
        Configured config = new Configured(Optional.ofNullable(certificate), Optional.ofNullable(key));
        VideoSigner signer = new VideoSigner(config, null, Clock.systemUTC());
        signer.onStart(null);
        return signer;
    }
}
