package dev.parley.ingest;

import dev.parley.broker.EmbeddedBroker;
import dev.parley.store.EmbeddedStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker and a real store for the service under test. */
public final class Farm implements QuarkusTestResourceLifecycleManager {
    private Path dir;
    private EmbeddedBroker broker;
    private EmbeddedStore store;

    @Override
    public Map<String, String> start() {
        try {
            dir = Files.createTempDirectory("parley-ingest-test-");
            broker = EmbeddedBroker.start(dir.resolve("broker"));
            store = EmbeddedStore.start(dir.resolve("store"), "key", "secret-of-the-test");
        } catch (Exception e) {
            throw new IllegalStateException("Cannot start the test's farm", e);
        }
        return Map.of(
                "parley.kafka",
                broker.bootstrap(),
                "parley.s3.endpoint",
                store.endpoint(),
                "parley.s3.access-key",
                "key",
                "parley.s3.secret-key",
                "secret-of-the-test");
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
        if (store != null) {
            store.close();
        }
        deleteAll(dir);
    }

    static void deleteAll(Path dir) {
        try (Stream<Path> found = Files.walk(dir)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot clean up after the test", e);
        }
    }
}
