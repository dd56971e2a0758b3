package dev.parley.kit.store;

import dev.parley.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.Optional;

/** The configuration that leads to a running embedded store. */
public record StoreAt(String endpoint) implements S3Config {
    public static final String ACCESS_KEY = "test";
    public static final String SECRET_KEY = "test-secret";

    public static StoreAt of(EmbeddedStore store) {
        return new StoreAt("http://127.0.0.1:" + store.port());
    }

    @Override
    public Optional<String> publicEndpoint() {
        return Optional.empty();
    }

    @Override
    public Optional<String> accessKey() {
        return Optional.of(ACCESS_KEY);
    }

    @Override
    public Optional<String> secretKey() {
        return Optional.of(SECRET_KEY);
    }

    @Override
    public Optional<String> sessionToken() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> credentialsFile() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> ca() {
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
