package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.child.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerMainTest {
    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedSurvivesKillMinusNine() throws Exception {
        Path data = folder.resolve("data");
        int port;
        try (ServerProcess first = ServerProcess.run(BrokerMain.class, "192m", data, Map.of())) {
            port = first.ready();
            Records records = new Records("127.0.0.1:" + port);
            records.createTopic();
            records.publish("hello");
            first.kill();
        }
        try (ServerProcess second = ServerProcess.run(BrokerMain.class, "192m", data, Map.of())) {
            assertThat(second.ready()).isEqualTo(port);
            assertThat(new Records("127.0.0.1:" + port).all()).containsExactly("hello");
            second.terminate();
            assertThat(second.endsWithin(60)).isTrue();
        }
    }

    @Test
    void aKilledBrokerDoesNotWaitForTheSessionOfItsFormerSelf() throws Exception {
        Path data = folder.resolve("data");
        Duration session = Duration.ofSeconds(50);
        Path settings = Files.writeString(
                folder.resolve("broker.properties"), "broker.session.timeout.ms=" + session.toMillis());
        Map<String, String> environment = Map.of("PARLEY_BROKER_PROPERTIES", settings.toString());
        try (ServerProcess first = ServerProcess.run(BrokerMain.class, "192m", data, environment)) {
            first.ready();
            first.kill();
        }
        long killed = System.nanoTime();
        try (ServerProcess second = ServerProcess.run(BrokerMain.class, "192m", data, environment)) {
            second.ready();
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(session);
        }
    }

    @Test
    void endsWhenItsStarterIsGone() throws Exception {
        try (ServerProcess broker = ServerProcess.run(BrokerMain.class, "192m", folder.resolve("data"), Map.of())) {
            broker.ready();
            broker.closeItsStdin();
            assertThat(broker.endsWithin(60)).isTrue();
            assertThat(broker.exitCode()).isZero();
        }
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        Path notADirectory = Files.writeString(folder.resolve("data"), "a file");
        try (ServerProcess broker = ServerProcess.run(BrokerMain.class, "192m", notADirectory, Map.of())) {
            assertThat(broker.endsWithin(60)).isTrue();
            assertThat(broker.exitCode()).isOne();
            assertThat(folder.resolve("BrokerMain.err"))
                    .content()
                    .contains("The broker cannot start: cannot use " + notADirectory);
        }
    }
}
