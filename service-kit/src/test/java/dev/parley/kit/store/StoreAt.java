package dev.parley.kit.store;

import dev.parley.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.Optional;

/** The configuration that leads to a store. */
public record StoreAt(
        String endpoint,
        Optional<String> accessKey,
        Optional<String> secretKey,
        Optional<String> sessionToken,
        Optional<Path> credentialsFile,
        Optional<Path> ca)
        implements S3Config {
    public static final String ACCESS_KEY = "test";
    public static final String SECRET_KEY = "test-secret";

    StoreAt(String endpoint) {
        this(
                endpoint,
                Optional.of(ACCESS_KEY),
                Optional.of(SECRET_KEY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static StoreAt of(EmbeddedStore store) {
        return new StoreAt("http://127.0.0.1:" + store.port());
    }

    @Override
    public Optional<String> publicEndpoint() {
        return Optional.empty();
    }

    @Override
    public String bucket() {
        return "parley";
    }

    @Override
    public String region() {
        return "us-east-1";
    }
}
