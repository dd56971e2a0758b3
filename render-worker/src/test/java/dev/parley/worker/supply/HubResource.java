package dev.parley.worker.supply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.hub.FakeHub;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A hub with one small model, which sends it when it is {@link Gate#open told} to. */
public final class HubResource implements QuarkusTestResourceLifecycleManager {
    static final String FILE = "late-model/config.bin";

    private final Gate gate = new Gate();
    private FakeHub hub;
    private Path folder;

    /** What the hub waits for. */
    static final class Gate {
        private final CountDownLatch opened = new CountDownLatch(1);
        Path models;

        void open() {
            opened.countDown();
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("parley-models-");
            gate.models = folder;
            hub = new FakeHub()
                    .with("someone/model", "config.bin", "model ".repeat(1000).getBytes(UTF_8));
            hub.weather = new FakeHub.Weather() {
                @Override
                public void send(OutputStream to, byte[] bytes) throws IOException {
                    try {
                        gate.opened.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    to.write(bytes);
                }
            };
            Path catalog = Files.writeString(
                    folder.resolve("catalog.json"),
                    """
                    {"bundles": [{"name": "late", "folder": "late-model", "description": "", "needs": [],
                      "sources": [{"repository": "someone/model", "revision": "main", "license": null,
                        "files": [{"path": "config.bin", "to": "config.bin"}]}]}]}
                    """);
            return Map.of(
                    "parley.models", folder.toString(),
                    "parley.model", "late-model",
                    "parley.engines.standard", "multitalk",
                    "parley.models.pull", "late",
                    "parley.models.catalog", catalog.toString(),
                    "HF_HOME", folder.resolve("cache").toString(),
                    "HF_ENDPOINT", hub.url().toString());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start a hub for the test", e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(gate, new TestInjector.MatchesType(Gate.class));
    }

    @Override
    public void stop() {
        gate.open();
        if (hub != null) {
            hub.close();
        }
    }
}
