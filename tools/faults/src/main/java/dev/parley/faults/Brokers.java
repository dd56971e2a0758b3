package dev.parley.faults;

import dev.parley.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * The embedded broker, or a quorum of several of Kafka's, each a controller too. Each client has a door of its own to each of
 * them, which it is told to use, so that it can be cut off alone.
 */
final class Brokers implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);

    private final Path jars;
    private final Path folder;
    private final List<String> java;
    private final List<Broker> brokers = new ArrayList<>();
    private final Map<String, List<Link>> links = new HashMap<>();

    private record Broker(int id, Path data, int port, int controller, FarmProcess process) {}

    /**
     * @param jars of the embedded broker
     * @param folder for data
     * @param java the command, without what it is to run
     */
    Brokers(int count, Path jars, Path folder, Path logs, List<String> java) throws IOException {
        this.jars = jars;
        this.folder = folder;
        this.java = java;
        for (int id = 1; id <= count; id++) {
            String name = count == 1 ? "broker" : "broker-" + id;
            Path data = folder.resolve(name);
            int port = Laboratory.freePort();
            FarmProcess process = count == 1
                    ? new FarmProcess(
                            name,
                            logs,
                            command("-jar", jars.resolve("broker.jar").toString(), data.toString()),
                            Map.of(
                                    "PARLEY_BROKER_PROPERTIES",
                                    properties(name).toString(),
                                    "PARLEY_BROKER_PORT",
                                    Integer.toString(port)))
                    : new FarmProcess(
                            name,
                            logs,
                            command(
                                    "-cp",
                                    jars + "/*",
                                    "kafka.Kafka",
                                    properties(name).toString()),
                            Map.of());
            brokers.add(new Broker(id, data, port, Laboratory.freePort(), process));
        }
    }

    private List<String> command(String... arguments) {
        return Stream.concat(java.stream(), Stream.of(arguments)).toList();
    }

    private Path properties(String name) {
        return folder.resolve(name + ".properties");
    }

    Stream<FarmProcess> processes() {
        return brokers.stream().map(Broker::process);
    }

    /** Begins to start them. @param clients who get doors */
    void start(List<String> clients) throws IOException, InterruptedException {
        List<Process> formats = new ArrayList<>();
        String cluster = Uuid.randomUuid().toString();
        for (Broker broker : brokers) {
            Path file = properties(broker.process.name());
            Files.createDirectories(broker.data);
            Files.writeString(file, listeners(broker, clients) + (isQuorum() ? quorum(broker) : ""));
            if (isQuorum()) {
                List<String> format = command(
                        "-cp", jars + "/*", "kafka.tools.StorageTool", "format", "-t", cluster, "-c", file.toString());
                formats.add(new ProcessBuilder(format)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                broker.process.log().toFile()))
                        .start());
            } else {
                // It keeps its controller's port with its data; it is given here because the listeners name it.
                Files.writeString(
                        broker.data.resolve("ports.properties"),
                        "client=%d%ncontroller=%d%n".formatted(broker.port, broker.controller));
            }
        }
        for (Process format : formats) {
            if (format.waitFor() != 0) {
                throw new IllegalStateException("Kafka's storage was not formatted, see the brokers' logs");
            }
        }
        for (Broker broker : brokers) {
            broker.process.start();
        }
    }

    private boolean isQuorum() {
        return brokers.size() > 1;
    }

    private String listeners(Broker broker, List<String> clients) throws IOException {
        StringBuilder listeners = new StringBuilder("PLAINTEXT://127.0.0.1:" + broker.port);
        StringBuilder advertised = new StringBuilder(listeners);
        StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        for (String client : clients) {
            int door = Laboratory.freePort();
            Link link = new Link(door);
            links.computeIfAbsent(client, name -> new ArrayList<>()).add(link);
            String name = client.toUpperCase(Locale.ROOT).replace('-', '_');
            listeners.append(",").append(name).append("://127.0.0.1:").append(door);
            advertised.append(",").append(name).append("://127.0.0.1:").append(link.port());
            protocols.append(",").append(name).append(":PLAINTEXT");
        }
        return """
                listeners=%s,CONTROLLER://127.0.0.1:%d
                advertised.listeners=%s
                listener.security.protocol.map=%s
                inter.broker.listener.name=PLAINTEXT
                """
                .formatted(listeners, broker.controller, advertised, protocols);
    }

    /**
     * Bounds as the embedded broker has them; everything in three copies, of which two have to answer. A quorum whose machine
     * stalls for longer than its times elects for ever.
     */
    private String quorum(Broker broker) {
        String voters = brokers.stream()
                .map(each -> "%d@127.0.0.1:%d".formatted(each.id, each.controller))
                .collect(Collectors.joining(","));
        return """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                controller.listener.names=CONTROLLER
                log.dirs=%s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=3
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=3
                transaction.state.log.min.isr=2
                transaction.state.log.num.partitions=1
                share.coordinator.state.topic.replication.factor=3
                share.coordinator.state.topic.min.isr=2
                share.coordinator.state.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                log.segment.bytes=67108864
                log.index.size.max.bytes=1048576
                broker.heartbeat.interval.ms=500
                initial.broker.registration.timeout.ms=240000
                controller.quorum.election.timeout.ms=3000
                controller.quorum.fetch.timeout.ms=6000
                controller.quorum.request.timeout.ms=6000
                group.share.min.record.lock.duration.ms=1000
                group.share.max.record.lock.duration.ms=3600000
                group.share.session.timeout.ms=10000
                group.share.min.session.timeout.ms=6000
                group.share.heartbeat.interval.ms=2000
                group.share.min.heartbeat.interval.ms=1000
                """
                .formatted(broker.id, voters, broker.data);
    }

    /** Returns when all of them serve. */
    void awaitReady() throws InterruptedException {
        for (Broker broker : brokers) {
            if (!Laboratory.until(START, () -> answers(broker) || !broker.process.isAlive())
                    || !broker.process.isAlive()) {
                throw new IllegalStateException(
                        "%s did not start, see %s".formatted(broker.process, broker.process.log()));
            }
        }
        try (Admin admin = admin()) {
            boolean complete = Laboratory.until(START, () -> nodes(admin) == brokers.size());
            if (!complete) {
                throw new IllegalStateException("Of %d brokers %d answer".formatted(brokers.size(), nodes(admin)));
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrap(), "request.timeout.ms", 5_000, "default.api.timeout.ms", 10_000));
    }

    private static int nodes(Admin admin) {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException away) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static boolean answers(Broker broker) {
        return Laboratory.listens(broker.port);
    }

    /** Whether something listens where each broker should. */
    boolean answer() {
        return brokers.stream().allMatch(Brokers::answers);
    }

    /** The name of the process that leads the topic of tickets. */
    String leader() throws IOException, InterruptedException {
        try (Admin admin = admin()) {
            int leader = admin.describeTopics(List.of(Topics.RENDERS))
                    .allTopicNames()
                    .get()
                    .get(Topics.RENDERS)
                    .partitions()
                    .get(0)
                    .leader()
                    .id();
            return brokers.get(leader - 1).process.name();
        } catch (ExecutionException e) {
            throw new IOException("Nobody says who leads " + Topics.RENDERS, e);
        }
    }

    int count() {
        return brokers.size();
    }

    /** Past every door. */
    String bootstrap() {
        return brokers.stream().map(broker -> "127.0.0.1:" + broker.port).collect(Collectors.joining(","));
    }

    /** By its doors. */
    String bootstrap(String client) {
        return links(client).stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(","));
    }

    List<Link> links(String client) {
        return links.get(client);
    }

    @Override
    public void close() throws IOException {
        for (Broker broker : brokers) {
            broker.process.close();
        }
        for (List<Link> doors : links.values()) {
            for (Link link : doors) {
                link.close();
            }
        }
    }
}
