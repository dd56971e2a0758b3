package dev.parley.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The server properties of a broker that is alone in its cluster and shares a small machine. */
final class BrokerSettings {
    private static final int MIB = 1 << 20;

    /** @param more wins */
    static Properties of(Path logDir, BrokerPorts ports, Properties more) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.listener.names", "CONTROLLER",
                "controller.quorum.bootstrap.servers", "127.0.0.1:" + ports.controller(),
                "listeners",
                        "PLAINTEXT://127.0.0.1:" + ports.client() + ",CONTROLLER://127.0.0.1:" + ports.controller(),
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.client(),
                "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "log.dirs", logDir.toString(),
                "auto.create.topics.enable", "false"));
        aloneInItsCluster(settings);
        small(settings);
        quickToRestart(settings);
        shareGroups(settings);
        settings.putAll(more);
        return settings;
    }

    /** The defaults of the inner topics ask for three replicas and 50 partitions; on one node they never come up. */
    private static void aloneInItsCluster(Properties settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void small(Properties settings) {
        // The log cleaner alone would take 128 MiB of heap.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB));
        settings.put("log.segment.bytes", Integer.toString(64 * MIB));
        settings.put("log.index.size.max.bytes", Integer.toString(MIB));
        settings.put("offsets.topic.segment.bytes", Integer.toString(8 * MIB));
        settings.put("share.coordinator.state.topic.segment.bytes", Integer.toString(8 * MIB));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
    }

    private static void quickToRestart(Properties settings) {
        settings.put("controlled.shutdown.enable", "true");
        // What the controller refuses is asked again after so long. The session itself is Kafka's 9 s: a
        // shorter one ends when the machine stalls.
        settings.put("broker.heartbeat.interval.ms", "500");
    }

    private static void shareGroups(Properties settings) {
        // Wide bounds: the services decide on the lock of their group.
        settings.put("group.share.min.record.lock.duration.ms", "1000");
        settings.put("group.share.max.record.lock.duration.ms", "3600000");
        settings.put("group.share.record.lock.duration.ms", "30000");
        settings.put("group.share.delivery.count.limit", "5");
        settings.put("group.share.session.timeout.ms", "10000");
        settings.put("group.share.min.session.timeout.ms", "6000");
        // A worker that joins is told with its second or third what it may claim.
        settings.put("group.share.heartbeat.interval.ms", "500");
        settings.put("group.share.min.heartbeat.interval.ms", "500");
    }

    private BrokerSettings() {}
}
