package dev.parley.worker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and a store for a worker under test. */
public final class FarmResource implements QuarkusTestResourceLifecycleManager {
    private Path dir;
    private TestBroker broker;
    private TestStore store;

    @Override
    public Map<String, String> start() {
        try {
            dir = Files.createTempDirectory("parley-worker-test-");
            broker = new TestBroker(dir.resolve("broker"));
            store = new TestStore(dir.resolve("store"));
        } catch (Exception e) {
            throw new IllegalStateException("Cannot start a farm for the test", e);
        }
        return Map.of(
                "parley.kafka",
                broker.bootstrap(),
                "parley.s3.endpoint",
                store.endpoint(),
                "parley.s3.access-key",
                TestStore.KEY,
                "parley.s3.secret-key",
                TestStore.SECRET,
                "parley.worker.name",
                "w1",
                "parley.work.dir",
                dir.resolve("work").toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(broker, field -> field.getType() == TestBroker.class);
    }

    @Override
    public void stop() {
        broker.close();
        store.close();
        try (Stream<Path> found = Files.walk(dir)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
