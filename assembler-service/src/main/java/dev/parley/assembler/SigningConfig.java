package dev.parley.assembler;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Who signs the content credentials of videos. Without both, the farm's own certificate. */
@ConfigMapping(prefix = "parley.credentials")
public interface SigningConfig {
    /** A file in PEM: the certificate that signs (ES256), then those above it. */
    Optional<Path> certificate();

    /** A file in PEM: its key, PKCS #8, not encrypted. */
    Optional<Path> key();

    /** The address of a server of time stamps (RFC 3161). */
    Optional<URI> timeStampServer();
}
