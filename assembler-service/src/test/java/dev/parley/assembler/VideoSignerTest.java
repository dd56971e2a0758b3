package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.provenance.OwnCertificate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
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

    private VideoSigner start(Path certificate, Path key) {
        Configured config = new Configured(Optional.ofNullable(certificate), Optional.ofNullable(key));
        VideoSigner signer = new VideoSigner(config, null, Clock.systemUTC());
        signer.onStart(null);
        return signer;
    }
}
