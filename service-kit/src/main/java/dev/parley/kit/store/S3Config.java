package dev.parley.kit.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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

    @WithDefault("parley")
    String bucket();

    @WithDefault("us-east-1")
    String region();
}
