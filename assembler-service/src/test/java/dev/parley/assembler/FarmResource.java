package dev.parley.assembler;

import dev.parley.broker.EmbeddedBroker;
import dev.parley.store.EmbeddedStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and a store for a Quarkus test, of which the store can go away and come back. */
public class FarmResource implements QuarkusTestResourceLifecycleManager {
    static final String KEY = "test-access-key";
    static final String SECRET = "test-secret-key";

    private Path home;
    private EmbeddedBroker broker;
    private Outage store;

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("assembler-test");
            broker = EmbeddedBroker.start(home.resolve("broker"));
            store = new Outage(home.resolve("store"));
            return Map.of(
                    "parley.kafka",
                    broker.bootstrap(),
                    "parley.s3.endpoint",
                    store.endpoint(),
                    "parley.s3.access-key",
                    KEY,
                    "parley.s3.secret-key",
                    SECRET,
                    "parley.work.dir",
                    home.resolve("work").toString());
        } catch (Exception e) {
            throw new IllegalStateException("The farm does not start", e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(store, new TestInjector.MatchesType(Outage.class));
    }

    @Override
    public void stop() {
        store.close();
        broker.close();
        deleteAll(home);
    }

    private static void deleteAll(Path tree) {
        try (Stream<Path> found = Files.walk(tree)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + tree, e);
        }
    }

    /** The store, and its absence. */
    public static final class Outage implements AutoCloseable {
        private final Path dir;
        private EmbeddedStore store;

        public Outage(Path dir) {
            this.dir = dir;
            end();
        }

        public String endpoint() {
            return store.endpoint();
        }

        public void begin() {
            store.close();
        }

        /** The store comes back where it was. */
        public void end() {
            try {
                store = EmbeddedStore.start(dir, KEY, SECRET);
            } catch (Exception e) {
                throw new IllegalStateException("The store does not start", e);
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
