package dev.parley.worker.checkup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Finding;
import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.kit.kafka.TopicsConfig;
import dev.parley.kit.store.S3Config;
import dev.parley.testkit.TestBroker;
import dev.parley.testkit.TestStore;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a store of somebody's own. */
class NeighborsTest {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    Path folder;

    @Test
    void aBrokerThatTakesOurTopicsIsGoodAndKeepsNothing() throws Exception {
        try (TestBroker broker = new TestBroker(folder)) {
            Finding finding = BrokerCheckup.look(new KafkaConnection(broker.bootstrap()), topics(Map.of()));
            assertThat(finding)
                    .isEqualTo(
                            Finding.ok("broker", "Kafka at %s, 1 node(s), share groups".formatted(broker.bootstrap())));
            Finding tooMany = BrokerCheckup.look(
                    new KafkaConnection(broker.bootstrap()), topics(Map.of("parley.topics.replication", "3")));
            assertThat(tooMany.verdict()).isEqualTo(Finding.Verdict.BAD);
            assertThat(tooMany.found()).contains("replication");
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithItsSetting() {
        Finding finding = BrokerCheckup.look(new KafkaConnection(NOBODY), topics(Map.of()));
        assertThat(finding.found()).startsWith("Kafka at 127.0.0.1:1 cannot be used: ");
        assertThat(finding.advice()).contains("PARLEY_KAFKA");
    }

    @Test
    void aStoreThatKeepsConditionsIsGood() throws Exception {
        try (TestStore store = new TestStore(folder)) {
            assertThat(StoreCheckup.look(store(store.endpoint(), TestStore.SECRET)))
                    .isEqualTo(Finding.ok(
                            "store", "S3 at %s, bucket parley, conditional writes".formatted(store.endpoint())));
            Finding wrongKey = StoreCheckup.look(store(store.endpoint(), "another"));
            assertThat(wrongKey.verdict()).isEqualTo(Finding.Verdict.BAD);
            assertThat(wrongKey.advice()).contains("the keys");
        }
    }

    @Test
    void aStoreThatIsNotThereOrHasNoKeysIsNamed() {
        assertThat(StoreCheckup.look(store("http://" + NOBODY, "secret")).found())
                .startsWith("S3 at http://127.0.0.1:1, bucket parley: Cannot make bucket");
        S3Config noKeys = config(Map.of()).getConfigMapping(S3Config.class);
        assertThat(StoreCheckup.look(noKeys).advice()).contains("PARLEY_S3_ACCESS_KEY");
    }

    private static TopicsConfig topics(Map<String, String> settings) {
        return config(settings).getConfigMapping(TopicsConfig.class);
    }

    private static S3Config store(String endpoint, String secret) {
        return config(Map.of(
                        "parley.s3.endpoint",
                        endpoint,
                        "parley.s3.access-key",
                        TestStore.KEY,
                        "parley.s3.secret-key",
                        secret))
                .getConfigMapping(S3Config.class);
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(S3Config.class)
                .withMapping(TopicsConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .addDiscoveredConverters()
                .build();
    }
}
