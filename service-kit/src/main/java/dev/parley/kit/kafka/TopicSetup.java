package dev.parley.kit.kafka;

import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the topics and tells the broker how the workers' share group behaves, before any channel connects. */
@ApplicationScoped
class TopicSetup {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final long CALL_SECONDS = 15;
    /** A request may have 1 MiB; a dead letter wraps it as JSON text, which at worst doubles it. Producers know it too. */
    private static final int MAX_MESSAGE_BYTES = 3 << 20;

    /** The embedded broker's shortest. */
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);
    /**
     * A busy worker calls its broker when it renews, every third of the lock. One that does not call for five minutes
     * (max.poll.interval.ms) has left the group.
     */
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);

    @Inject
    TopicsConfig config;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    // Channels connect at LIBRARY_BEFORE (1000).
    void onStart(@Observes @Priority(20) StartupEvent event) {
        check(config);
        if (!config.create()) {
            return;
        }
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrap, "request.timeout.ms", 5_000, "default.api.timeout.ms", 10_000))) {
            Backoff.AT_START.until("the broker at " + bootstrap + " answers", () -> {
                createTopics(admin);
                configureWorkers(admin);
                return null;
            });
        }
    }

    /** @throws IllegalArgumentException that names every setting that cannot work */
    static void check(TopicsConfig config) {
        List<String> wrong = new ArrayList<>();
        Duration lock = config.claimLock();
        if (lock.compareTo(SHORTEST_LOCK) < 0 || lock.compareTo(LONGEST_LOCK) > 0) {
            wrong.add("parley.topics.claim-lock is %s, expected %s to %s".formatted(lock, SHORTEST_LOCK, LONGEST_LOCK));
        }
        if (config.partitions() < 1) {
            wrong.add("parley.topics.partitions is %d, expected at least 1".formatted(config.partitions()));
        }
        if (config.replication() < 1) {
            wrong.add("parley.topics.replication is %d, expected at least 1".formatted(config.replication()));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    private void createTopics(Admin admin) throws Exception {
        List<NewTopic> topics = Topics.ALL.stream().map(this::topic).toList();
        for (var created : admin.createTopics(topics).values().entrySet()) {
            try {
                created.getValue().get(CALL_SECONDS, TimeUnit.SECONDS);
                LOG.infof("topic made  topic=%s", created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic topic(String name) {
        NewTopic topic = new NewTopic(name, config.partitions(), config.replication());
        if (name.equals(Topics.JOBS)) {
            return topic.configs(Map.of("cleanup.policy", "compact"));
        }
        return topic.configs(
                Map.of("retention.ms", Long.toString(config.retention().toMillis())));
    }

    private void configureWorkers(Admin admin) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKERS);
        // The default, latest, would skip every job that waits before the first worker comes.
        List<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set(
                        "share.record.lock.duration.ms",
                        Long.toString(config.claimLock().toMillis())));
        admin.incrementalAlterConfigs(Map.of(group, settings)).all().get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
