package dev.parley.kit.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where objects are kept: any S3 endpoint. */
@ConfigMapping(prefix = "parley.s3")
public interface S3Config {
    /** As the services reach it, {@code http://host:port}. */
    @WithDefault("http://localhost:9000")
    String endpoint();

    /** As browsers and clients reach it, where that differs; presigned URLs name it. */
    Optional<String> publicEndpoint();

    Optional<String> accessKey();

    Optional<String> secretKey();

    /** Of temporary credentials. */
    Optional<String> sessionToken();

    /**
     * Instead of keys: a file in the form of AWS', with the profile {@code default}. It is read again when it changes, so
     * temporary credentials can be replaced while the service runs.
     */
    Optional<Path> credentialsFile();

    /** Certificates, as PEM, of the authorities that vouch for the store; without, those that Java knows. */
    Optional<Path> ca();

    @WithDefault("parley")
    String bucket();

    @WithDefault("us-east-1")
    String region();
}
