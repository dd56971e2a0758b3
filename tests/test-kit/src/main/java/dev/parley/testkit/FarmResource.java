package dev.parley.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;

/**
 * A broker, a store and a folder to work in for a service under test, which finds them in its configuration. Fields of type
 * {@link TestBroker} and {@link TestStore} in test classes are filled in.
 */
public final class FarmResource implements QuarkusTestResourceLifecycleManager {
    private Path dir;
    private TestBroker broker;
    private TestStore store;

    @Override
    public Map<String, String> start() {
        try {
            dir = Files.createTempDirectory("parley-test-");
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
                "parley.work.dir",
                dir.resolve("work").toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(broker, new TestInjector.MatchesType(TestBroker.class));
        injector.injectIntoFields(store, new TestInjector.MatchesType(TestStore.class));
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

    private static void deleteAll(Path tree) {
        try {
            PathUtils.deleteDirectory(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + tree, e);
        }
    }
}
