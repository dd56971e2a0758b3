package dev.parley.testkit;

import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.S3Config;
import dev.parley.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.Optional;

/** A real store with a bucket. */
public final class TestStore implements AutoCloseable {
    public static final String KEY = "key";
    public static final String SECRET = "secret-of-the-test";

    private final Path dir;
    private final ObjectStore objects;
    private EmbeddedStore server;

    public TestStore(Path dir) throws Exception {
        this.dir = dir;
        start();
        objects = new ObjectStore(new Settings(server.endpoint()));
        objects.ensureBucket();
    }

    /** One that nobody reaches. */
    public static ObjectStore nowhere() {
        return new ObjectStore(new Settings("http://127.0.0.1:1"));
    }

    /** It goes away. */
    public void stop() {
        server.close();
    }

    /** It comes back where it was, with what it had. */
    public void start() throws Exception {
        server = EmbeddedStore.start(dir, KEY, SECRET);
    }

    public ObjectStore objects() {
        return objects;
    }

    public String endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    private record Settings(String endpoint) implements S3Config {
        @Override
        public Optional<String> publicEndpoint() {
            return Optional.empty();
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of(KEY);
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of(SECRET);
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
}
