package dev.parley.worker.supply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.hub.FakeHub;
import dev.parley.kit.Backoff;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ModelSupplyTest {
    private static final byte[] WEIGHTS = "weights ".repeat(1000).getBytes(UTF_8);
    private static final Backoff HASTY =
            new Backoff(Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ofMillis(100));
    private static final String CATALOG =
            """
            {"bundles": [{"name": "tiny", "folder": "tiny-model", "description": "a small one", "needs": [],
              "sources": [{"repository": "someone/model", "revision": "main", "license": null,
                "files": [{"path": "*.safetensors", "to": "sub/"}]}]}]}
            """;

    @TempDir
    Path folder;

    private FakeHub hub;

    @BeforeEach
    void aHub() throws IOException {
        hub = new FakeHub().with("someone/model", "a.safetensors", WEIGHTS);
        Files.writeString(folder.resolve("catalog.json"), CATALOG);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private SupplyConfig config(String pull) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "parley.models", folder.resolve("models").toString(),
                "parley.models.catalog", folder.resolve("catalog.json").toString(),
                "HF_HOME", folder.resolve("cache").toString(),
                "HF_ENDPOINT", hub.url().toString()));
        if (pull != null) {
            settings.put("parley.models.pull", pull);
        }
        return new SupplyConfig(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .addDiscoveredConverters()
                .build());
    }

    private ModelSupply supply(String pull) {
        return new ModelSupply(config(pull), HASTY);
    }

    private static Thread inBackground(ModelSupply supply) {
        Thread thread = new Thread(supply::bring, "supply");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Path weights() {
        return folder.resolve("models/tiny-model/sub/a.safetensors");
    }

    @Test
    void nothingIsBroughtUnasked() {
        ModelSupply supply = supply(null);
        assertThat(supply.isAsked()).isFalse();
        assertThat(supply.missing()).isEmpty();
        supply.bring();
        assertThat(hub.calls).isEmpty();
    }

    @Test
    void whatIsAskedForIsBroughtAndSaidMeanwhile() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                to.write(bytes, 0, bytes.length / 2);
                to.flush();
                await(sent);
                to.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            }
        };
        ModelSupply supply = supply("tiny");
        assertThat(supply.missing()).as("before it begins").isPresent();
        Thread bringing = inBackground(supply);
        Awaitility.await().untilAsserted(() -> assertThat(supply.missing())
                .hasValueSatisfying(state -> assertThat(state).startsWith("pulling tiny: 0.0 of 0.0 GB")));
        assertThat(weights()).doesNotExist();
        sent.countDown();
        bringing.join();
        assertThat(supply.missing()).isEmpty();
        assertThat(weights()).hasBinaryContent(WEIGHTS);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void whyModelsCannotBeHadIsSaidAndTheyAreAskedForAgain() throws Exception {
        hub.token = "hf_other";
        ModelSupply supply = supply("tiny");
        Thread bringing = inBackground(supply);
        Awaitility.await()
                .untilAsserted(() -> assertThat(supply.missing()).hasValueSatisfying(state -> assertThat(state)
                        .startsWith("cannot pull tiny, will try again: ")
                        .contains("401 (GatedRepo)")));
        hub.token = null;
        bringing.join();
        assertThat(supply.missing()).isEmpty();
        assertThat(weights()).hasBinaryContent(WEIGHTS);
    }

    @Test
    void workersThatShareAFolderBringEachFileOnce() throws Exception {
        List<ModelSupply> supplies = List.of(supply("tiny"), supply("tiny"), supply("tiny"));
        List<Thread> bringing =
                supplies.stream().map(ModelSupplyTest::inBackground).toList();
        for (Thread thread : bringing) {
            thread.join();
        }
        assertThat(supplies).allSatisfy(supply -> assertThat(supply.missing()).isEmpty());
        assertThat(weights()).hasBinaryContent(WEIGHTS);
        assertThat(hub.calls)
                .filteredOn("GET /someone/model/a.safetensors"::equals)
                .hasSize(1);
    }

    @Test
    void whatIsThereCostsNoTransfer() {
        supply("tiny").bring();
        int calls = hub.calls.size();
        supply("tiny").bring();
        assertThat(hub.calls).hasSize(calls);
    }

    @Test
    void whatThePullBringsIsToCome() {
        assertThat(config("tiny").include("tiny-model")).isTrue();
        assertThat(config("tiny").include("another-model")).isFalse();
        assertThat(config(null).include("tiny-model")).isFalse();
        assertThat(config("huge").include("tiny-model")).isFalse();
    }

    @Test
    void settingsThatCannotBeAreFaults() {
        assertThat(config(null).faults()).isEmpty();
        assertThat(config(" tiny , ").faults()).isEmpty();
        assertThat(config("tiny,huge").faults())
                .singleElement()
                .asString()
                .contains("parley.models.pull", "There is no model huge");
    }
}
