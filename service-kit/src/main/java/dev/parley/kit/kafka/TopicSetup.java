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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Makes the topics and tells the broker how the workers' share group behaves, before any channel connects. */
@ApplicationScoped
class TopicSetup {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final long CALL_SECONDS = 15;
    private static final String MAX_MESSAGE = "max.message.bytes";
    private static final String KEEPS_DROPPED = TopicConfig.ERRORS_DEADLETTERQUEUE_GROUP_ENABLE_CONFIG;
    private static final String MIN_IN_SYNC = "min.insync.replicas";
    /** Of two replicas a majority is both, and nothing could be written while one is away. */
    private static final int LEAST_FOR_MAJORITY = 3;
    /** Share groups may have a topic of what the brokers give up (KIP-1191). */
    private static final int SHARE_VERSION_THAT_KEEPS = 2;

    private static final ConfigResource WORKERS = new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKERS);
    /** A request may have 1 MiB; a dead letter wraps it as JSON text, which at worst doubles it. Producers know it too. */
    static final int MAX_MESSAGE_BYTES = 3 << 20;

    /** The embedded broker's shortest. */
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);
    /**
     * A busy worker calls its broker when it renews, every third of the lock. One that does not call for five minutes
     * (max.poll.interval.ms) has left the group.
     */
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);

    @Inject
    TopicsConfig config;

    @Inject
    KafkaConnection kafka;

    // Channels connect at LIBRARY_BEFORE (1000).
    void onStart(@Observes @Priority(20) StartupEvent event) {
        check(config);
        if (!config.create()) {
            return;
        }
        try (Admin admin =
                Admin.create(kafka.with(Map.of("request.timeout.ms", 5_000, "default.api.timeout.ms", 10_000)))) {
            Backoff.AT_START.until("the broker at " + kafka + " answers", () -> {
                makeRoomForMessages(admin, createTopics(admin));
                configureWorkers(admin);
                keepDroppedTickets(admin);
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

    /** @return those that were there already */
    List<String> createTopics(Admin admin) throws Exception {
        List<NewTopic> topics = Topics.ALL.stream().map(this::topic).toList();
        List<String> existing = new ArrayList<>();
        for (var created : admin.createTopics(topics).values().entrySet()) {
            try {
                created.getValue().get(CALL_SECONDS, TimeUnit.SECONDS);
                LOG.infof("topic made  topic=%s", created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                existing.add(created.getKey());
            }
        }
        return existing;
    }

    private NewTopic topic(String name) {
        return new NewTopic(name, config.partitions(), config.replication()).configs(settings(name, config));
    }

    static Map<String, String> settings(String topic, TopicsConfig config) {
        Map<String, String> settings = new HashMap<>();
        settings.put(MAX_MESSAGE, Integer.toString(MAX_MESSAGE_BYTES));
        if (Topics.COMPACTED.contains(topic)) {
            settings.put("cleanup.policy", "compact");
        } else {
            settings.put("retention.ms", Long.toString(config.retention().toMillis()));
        }
        if (config.replication() >= LEAST_FOR_MAJORITY) {
            // By Kafka's default one copy is enough for an answer, and what has been promised goes with its leader.
            settings.put(MIN_IN_SYNC, Integer.toString(config.replication() / 2 + 1));
        }
        return settings;
    }

    /**
     * Topics of an older farm, or made by an operator, may have less room than our largest record: the broker's default is
     * 1 MiB. More is left as it is. A farm that may not change topics works on, and is told.
     */
    static void makeRoomForMessages(Admin admin, List<String> existing) throws Exception {
        List<ConfigResource> topics = existing.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        try {
            Map<ConfigResource, Collection<AlterConfigOp>> smaller = new HashMap<>();
            admin.describeConfigs(topics)
                    .all()
                    .get(CALL_SECONDS, TimeUnit.SECONDS)
                    .forEach((topic, settings) -> {
                        if (Long.parseLong(settings.get(MAX_MESSAGE).value()) < MAX_MESSAGE_BYTES) {
                            smaller.put(topic, List.of(set(MAX_MESSAGE, Integer.toString(MAX_MESSAGE_BYTES))));
                        }
                    });
            admin.incrementalAlterConfigs(smaller).all().get(CALL_SECONDS, TimeUnit.SECONDS);
            smaller.keySet()
                    .forEach(topic -> LOG.infof(
                            "topic takes larger messages now  topic=%s %s=%d",
                            topic.name(), MAX_MESSAGE, MAX_MESSAGE_BYTES));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            LOG.warnf(
                    "cannot see to it that every topic has %s of at least %d, large records may be refused  reason=%s",
                    MAX_MESSAGE, MAX_MESSAGE_BYTES, e.getCause().getMessage());
        }
    }

    /**
     * Brokers before Kafka 4.4, or with an older {@code share.version}, drop a ticket without a word and know neither of
     * these settings. Nor is a farm without them broken: its watchdog ends such jobs, only later.
     */
    void keepDroppedTickets(Admin admin) throws Exception {
        FinalizedVersionRange share = admin.describeFeatures()
                .featureMetadata()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .finalizedFeatures()
                .get("share.version");
        if (share == null || share.maxVersionLevel() < SHARE_VERSION_THAT_KEEPS) {
            LOG.debugf("the brokers do not keep what they drop  share.version=%s", share);
            return;
        }
        try {
            makeTopicOfDropped(admin);
            // A copy, since the record would otherwise not say which job it was.
            List<AlterConfigOp> settings = List.of(
                    set("errors.deadletterqueue.topic.name", Topics.DROPPED_TICKETS),
                    set("errors.deadletterqueue.copy.record.enable", "true"));
            admin.incrementalAlterConfigs(Map.of(WORKERS, settings)).all().get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw e;
            }
            LOG.warnf(
                    "the brokers will drop tickets without a word  topic=%s reason=%s",
                    Topics.DROPPED_TICKETS, e.getCause().getMessage());
        }
    }

    /** Brokers drop a ticket that they may not write to its topic, and tell nobody: the topic has to say that they may. */
    private void makeTopicOfDropped(Admin admin) throws Exception {
        Map<String, String> settings = new HashMap<>(settings(Topics.DROPPED_TICKETS, config));
        settings.put(KEEPS_DROPPED, "true");
        NewTopic topic =
                new NewTopic(Topics.DROPPED_TICKETS, config.partitions(), config.replication()).configs(settings);
        try {
            admin.createTopics(List.of(topic)).all().get(CALL_SECONDS, TimeUnit.SECONDS);
            LOG.infof("topic made  topic=%s", Topics.DROPPED_TICKETS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            // Made by hand, or by a broker that makes what it is asked for.
            ConfigResource existing = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DROPPED_TICKETS);
            admin.incrementalAlterConfigs(Map.of(existing, List.of(set(KEEPS_DROPPED, "true"))))
                    .all()
                    .get(CALL_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void configureWorkers(Admin admin) throws Exception {
        // The default, latest, would skip every job that waits before the first worker comes.
        List<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set(
                        "share.record.lock.duration.ms",
                        Long.toString(config.claimLock().toMillis())));
        admin.incrementalAlterConfigs(Map.of(WORKERS, settings)).all().get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
