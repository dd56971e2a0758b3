package dev.parley.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSetupTest {
    private record Topics(int partitions, short replication, Duration claimLock) implements TopicsConfig {
        static Topics locking(String lock) {
            return new Topics(1, (short) 1, Duration.parse(lock));
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(7);
        }

        @Override
        public boolean create() {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT30S", "PT15M"})
    void takesLocksThatABusyWorkerRenewsInTime(String lock) {
        assertThatCode(() -> TopicSetup.check(Topics.locking(lock))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT15M0.001S", "PT1H", "PT0.999S", "PT0S", "PT-30S"})
    void refusesOthersByTheSettingsName(String lock) {
        assertThatThrownBy(() -> TopicSetup.check(Topics.locking(lock)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parley.topics.claim-lock is %s, expected PT1S to PT15M", Duration.parse(lock));
    }

    @Test
    void everyTopicTakesOurLargestRecordAndWhoeverHasMoreKeepsIt(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            NewTopic small = new NewTopic(dev.parley.contracts.Topics.EVENTS, 1, (short) 1);
            NewTopic large = new NewTopic(dev.parley.contracts.Topics.RENDERS, 1, (short) 1)
                    .configs(Map.of("max.message.bytes", "9000000"));
            admin.createTopics(List.of(small, large)).all().get();
            TopicSetup setup = new TopicSetup();
            setup.config = Topics.locking("PT30S");

            List<String> existing = setup.createTopics(admin);
            assertThat(existing).containsExactlyInAnyOrder(small.name(), large.name());
            // A new topic is known to the broker a moment after it was made; the service asks again until it is.
            await().ignoreExceptions().until(() -> {
                TopicSetup.makeRoomForMessages(admin, existing);
                return true;
            });

            assertThat(room(admin, dev.parley.contracts.Topics.DEAD_LETTERS)).isEqualTo("3145728");
            assertThat(room(admin, dev.parley.contracts.Topics.JOBS)).isEqualTo("3145728");
            assertThat(room(admin, small.name())).isEqualTo("3145728");
            assertThat(room(admin, large.name())).isEqualTo("9000000");
        }
    }

    @Test
    void brokersKeepTheTicketsThatTheyGiveUp(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            TopicSetup setup = new TopicSetup();
            setup.config = Topics.locking("PT30S");

            setup.keepDroppedTickets(admin);
            setup.keepDroppedTickets(admin);

            assertThat(topicOfDropped(admin)).isEqualTo(dev.parley.contracts.Topics.DROPPED_TICKETS);
            assertThat(admin.listTopics().names().get()).contains(dev.parley.contracts.Topics.DROPPED_TICKETS);
        }
    }

    /** Brokers write nothing to a topic that does not say so, and say nothing. */
    @Test
    void aTopicOfDroppedTicketsThatWasThereIsMarked(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            String topic = dev.parley.contracts.Topics.DROPPED_TICKETS;
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            TopicSetup setup = new TopicSetup();
            setup.config = Topics.locking("PT30S");

            setup.keepDroppedTickets(admin);

            await().untilAsserted(() -> assertThat(setting(admin, topic, "errors.deadletterqueue.group.enable"))
                    .isEqualTo("true"));
        }
    }

    /** As after an upgrade from Kafka 4.2 that nobody has finalized. */
    @Test
    void brokersThatDropThemWithoutAWordAreLeftAlone(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            FeatureUpdate back = new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            admin.updateFeatures(Map.of("share.version", back), new UpdateFeaturesOptions())
                    .all()
                    .get();
            TopicSetup setup = new TopicSetup();
            setup.config = Topics.locking("PT30S");

            setup.keepDroppedTickets(admin);

            assertThat(topicOfDropped(admin)).isEmpty();
            assertThat(admin.listTopics().names().get()).doesNotContain(dev.parley.contracts.Topics.DROPPED_TICKETS);
        }
    }

    private static String topicOfDropped(Admin admin) throws Exception {
        ConfigResource workers = new ConfigResource(ConfigResource.Type.GROUP, dev.parley.contracts.Topics.WORKERS);
        return admin.describeConfigs(List.of(workers))
                .all()
                .get()
                .get(workers)
                .get("errors.deadletterqueue.topic.name")
                .value();
    }

    private static String room(Admin admin, String topic) throws Exception {
        await().ignoreExceptions().until(() -> setting(admin, topic, "max.message.bytes") != null);
        return setting(admin, topic, "max.message.bytes");
    }

    private static String setting(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }

    @ParameterizedTest
    @CsvSource({"1,", "2,", "3, 2", "5, 3"})
    void whatIsAcknowledgedIsInMostReplicas(short replication, String least) {
        Topics topics = new Topics(1, replication, Duration.ofSeconds(30));
        for (String topic : dev.parley.contracts.Topics.ALL) {
            assertThat(TopicSetup.settings(topic, topics).get("min.insync.replicas"))
                    .as(topic)
                    .isEqualTo(least);
        }
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> TopicSetup.check(new Topics(0, (short) 0, Duration.ZERO)))
                .hasMessageContainingAll(
                        "claim-lock", "parley.topics.partitions is 0", "parley.topics.replication is 0");
    }
}
