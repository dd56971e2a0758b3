package dev.parley.worker.checkup;

import dev.parley.contracts.Finding;
import dev.parley.contracts.Topics;
import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.kit.kafka.TopicsConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Whether a Kafka cluster is there, knows share groups, and lets us have our topics. Changes nothing there. */
final class BrokerCheckup {
    private static final String SUBJECT = "broker";
    private static final int PATIENCE_MILLIS = 10_000;

    static Finding look(KafkaConnection kafka, TopicsConfig topics) {
        try (Admin admin = Admin.create(kafka.with(
                Map.of("request.timeout.ms", PATIENCE_MILLIS / 2, "default.api.timeout.ms", PATIENCE_MILLIS)))) {
            return look(kafka.bootstrap(), topics, admin);
        } catch (KafkaException e) {
            return unreachable(kafka.bootstrap(), e);
        }
    }

    private static Finding look(String bootstrap, TopicsConfig topics, Admin admin) {
        try {
            int nodes = admin.describeCluster()
                    .nodes()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .size();
            FinalizedVersionRange share = admin.describeFeatures()
                    .featureMetadata()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .finalizedFeatures()
                    .get("share.version");
            if (share == null || share.maxVersionLevel() < 1) {
                return Finding.bad(
                        SUBJECT,
                        "Kafka at %s has no share groups".formatted(bootstrap),
                        "run Kafka 4.2 or newer, with the feature share.version=1 (kafka-features.sh upgrade)");
            }
            if (topics.create()) {
                requireTopics(admin, topics);
            }
            return Finding.ok(SUBJECT, "Kafka at %s, %d node(s), share groups".formatted(bootstrap, nodes));
        } catch (ExecutionException e) {
            return e.getCause() instanceof AuthorizationException
                    ? Finding.bad(
                            SUBJECT,
                            "Kafka at %s denies access: %s"
                                    .formatted(bootstrap, e.getCause().getMessage()),
                            "allow Describe and Create on the cluster, or create the topics %s and set PARLEY_TOPICS_CREATE=false"
                                    .formatted(Topics.ALL))
                    : unreachable(bootstrap, e.getCause());
        } catch (TimeoutException e) {
            return unreachable(bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable(bootstrap, e);
        }
    }

    /** As they would be made at start, but only asked for. */
    private static void requireTopics(Admin admin, TopicsConfig topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<NewTopic> wanted = Topics.ALL.stream()
                .map(name -> new NewTopic(name, topics.partitions(), topics.replication()))
                .toList();
        for (var asked : admin.createTopics(wanted, new CreateTopicsOptions().validateOnly(true))
                .values()
                .values()) {
            try {
                asked.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static Finding unreachable(String bootstrap, Throwable why) {
        String said = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        return Finding.bad(
                SUBJECT,
                "Kafka at %s cannot be used: %s".formatted(bootstrap, said),
                "start it, or set PARLEY_KAFKA to another one (host:port as in its advertised.listeners)");
    }

    private BrokerCheckup() {}
}
