package dev.parley.broker;

import dev.parley.child.DirectoryLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A running single-node Kafka cluster on 127.0.0.1. Its ports and all its data are kept in its directory, so a later start
 * continues where this one ended, be it by {@link #close} or because the process was killed. Creates no topics.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, DirectoryLock lock, int port) {
        this.server = server;
        this.lock = lock;
        this.port = port;
    }

    /**
     * Returns when the broker accepts clients.
     *
     * @param dir made if absent; one broker at a time
     */
    public static EmbeddedBroker start(Path dir) throws BrokerStartException {
        return start(dir, 0);
    }

    /**
     * As {@link #start(Path)}, on a port of the caller's choice.
     *
     * @param wanted there or nowhere; 0 for the port that was kept, or any
     */
    public static EmbeddedBroker start(Path dir, int wanted) throws BrokerStartException {
        return start(dir, wanted, new Properties());
    }

    /**
     * As {@link #start(Path, int)}, with other settings.
     *
     * @param more server properties of Kafka's, which win over ours
     */
    public static EmbeddedBroker start(Path dir, int wanted, Properties more) throws BrokerStartException {
        return start(dir, wanted, more, port -> {});
    }

    /** @param opening hears the port as soon as it is known, which is most of a start before clients are accepted */
    static EmbeddedBroker start(Path dir, int wanted, Properties more, IntConsumer opening)
            throws BrokerStartException {
        Path home = dir.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            DirectoryLock lock = DirectoryLock.tryAlone(home.resolve("broker.lock"))
                    .orElseThrow(() -> new BrokerStartException("another broker is running in " + home));
            try {
                BrokerPorts ports = BrokerPorts.claim(home, wanted);
                opening.accept(ports.client());
                return start(home, lock, ports, more);
            } catch (BrokerStartException | IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BrokerStartException("cannot use %s: %s".formatted(home, e), e);
        }
    }

    private static EmbeddedBroker start(Path home, DirectoryLock lock, BrokerPorts ports, Properties more)
            throws BrokerStartException, IOException {
        Path log = home.resolve("log");
        boolean killed = wasKilled(log);
        if (!Files.exists(log)) {
            format(home, log, ports, more);
        }
        KafkaConfig settings = KafkaConfig.fromProps(BrokerSettings.of(log, ports, more), false);
        AdjustableClock clock = new AdjustableClock();
        KafkaRaftServer server = new KafkaRaftServer(settings, clock);
        FormerSelf former =
                FormerSelf.forget(clock, killed ? Duration.ofMillis(settings.brokerSessionTimeoutMs()) : Duration.ZERO);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new BrokerStartException("Kafka does not start in %s: %s".formatted(home, e.getMessage()), e);
        } finally {
            former.close();
        }
        return new EmbeddedBroker(server, lock, ports.client());
    }

    /** Kafka leaves a note where it was stopped. */
    private static boolean wasKilled(Path log) {
        return Files.exists(log) && !Files.exists(log.resolve(".kafka_cleanshutdown"));
    }

    /** Formats aside and renames: a process killed in between leaves nothing that looks formatted. */
    private static void format(Path home, Path log, BrokerPorts ports, Properties more)
            throws BrokerStartException, IOException {
        Path fresh = home.resolve("log.new");
        deleteAll(fresh);
        Path file = Files.createTempFile(home, "format", ".properties");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Properties settings = BrokerSettings.of(fresh, ports, more);
            try (OutputStream out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            String cluster = Uuid.randomUuid().toString();
            String[] command = {"format", "--standalone", "-t", cluster, "-c", file.toString()};
            int code = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
            if (code != 0) {
                throw new BrokerStartException(
                        "cannot format %s: %s".formatted(fresh, said.toString(StandardCharsets.UTF_8)));
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Files.move(fresh, log, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void deleteAll(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> found = Files.walk(tree)) {
            deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Returns when the broker has stopped, for whatever reason. */
    void awaitShutdown() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot let go of the broker's directory", e);
        }
    }
}
