package dev.parley.broker;

import dev.parley.child.ExitWithStdin;
import dev.parley.child.LoopbackPort;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/**
 * {@code BrokerMain <dataDir>}: runs the broker until SIGTERM, on port {@code PARLEY_BROKER_PORT} of its environment where
 * that is set, with the server properties of the file {@code PARLEY_BROKER_PROPERTIES}. Prints {@code OPENING port=NNNN} on
 * standard output once it knows its port, {@code READY port=NNNN} once it accepts clients; what Kafka has to complain about goes to standard error. Exit codes: 1 cannot start, 2 usage, 70 its share
 * groups were stuck.
 */
public final class BrokerMain {
    private static final Duration PULSE = Duration.ofSeconds(5);
    private static final Duration STUCK = Duration.ofMinutes(2);

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // in Turkish, Kafka does not find its own "CLASSIC"
        if (args.length != 1) {
            System.err.println("usage: BrokerMain <dataDir>");
            System.exit(2);
        }
        // Right away: the parent process may be gone before this one is ready.
        ExitWithStdin.watchIfAsked();
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(
                    Path.of(args[0]), wantedPort(), more(), port -> System.out.println("OPENING port=" + port));
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
            System.out.println("READY port=" + broker.port());
            watchShareGroups(broker.bootstrap());
            broker.awaitShutdown();
        } catch (BrokerStartException e) {
            System.err.println("The broker cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Whoever started this process starts it again. */
    private static void watchShareGroups(String bootstrap) {
        Thread watch = new Thread(
                () -> {
                    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                        ShareGroupPulse pulse = new ShareGroupPulse(ShareGroupPulse.of(admin), STUCK);
                        do {
                            Thread.sleep(PULSE.toMillis());
                        } while (!pulse.isLost(System.nanoTime()));
                        System.err.printf(Locale.ROOT, "Share groups have been stuck for %s, exiting%n", STUCK);
                        Runtime.getRuntime().halt(70); // a clean stop would wait for what is stuck
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "share-group-pulse");
        watch.setDaemon(true);
        watch.start();
    }

    private static int wantedPort() throws BrokerStartException {
        String text = System.getenv().getOrDefault("PARLEY_BROKER_PORT", "0");
        return LoopbackPort.parse(text)
                .orElseThrow(
                        () -> new BrokerStartException("PARLEY_BROKER_PORT is '%s', expected a port".formatted(text)));
    }

    private static Properties more() throws BrokerStartException {
        Properties more = new Properties();
        String file = System.getenv("PARLEY_BROKER_PROPERTIES");
        if (file != null && !file.isBlank()) {
            try (Reader in = Files.newBufferedReader(Path.of(file))) {
                more.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new BrokerStartException("cannot read PARLEY_BROKER_PROPERTIES, '%s': %s".formatted(file, e), e);
            }
        }
        return more;
    }

    private BrokerMain() {}
}
