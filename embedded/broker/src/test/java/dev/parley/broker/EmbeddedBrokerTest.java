package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.child.LoopbackPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    @TempDir
    Path folder;

    @Test
    void aSecondStartFindsPortAndRecordsOfTheFirst() throws Exception {
        String bootstrap;
        try (EmbeddedBroker first = EmbeddedBroker.start(folder)) {
            bootstrap = first.bootstrap();
            Records records = new Records(bootstrap);
            records.createTopic();
            records.publish("hello");
        }
        try (EmbeddedBroker second = EmbeddedBroker.start(folder)) {
            assertThat(second.bootstrap()).isEqualTo(bootstrap);
            assertThat(new Records(bootstrap).all()).containsExactly("hello");
        }
    }

    @Test
    void portsThatNowBelongToSomebodyElseAreChosenAnew() throws Exception {
        BrokerPorts before;
        try (EmbeddedBroker first = EmbeddedBroker.start(folder)) {
            before = BrokerPorts.kept(folder);
            Records records = new Records(first.bootstrap());
            records.createTopic();
            records.publish("hello");
        }
        try (ServerSocket foreign = listenOn(before.client());
                ServerSocket another = listenOn(before.controller());
                EmbeddedBroker second = EmbeddedBroker.start(folder)) {
            assertThat(second.port()).isNotIn(foreign.getLocalPort(), another.getLocalPort());
            assertThat(new Records(second.bootstrap()).all()).containsExactly("hello");
        }
    }

    @Test
    void aPortThatWasAskedForIsThereOrNowhere() throws Exception {
        int wanted = LoopbackPort.freeOr(0);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, wanted)) {
            assertThat(broker.port()).isEqualTo(wanted);
        }
        try (ServerSocket foreign = listenOn(wanted)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, foreign.getLocalPort()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage(
                            "port %d of 127.0.0.1 is taken by another program; choose another one".formatted(wanted));
        }
    }

    @Test
    void aDirectoryHasOneBrokerAtATime() throws Exception {
        try (EmbeddedBroker running = EmbeddedBroker.start(folder)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("another broker is running in " + folder);
            assertThat(running.port()).isPositive();
        }
    }

    @Test
    void aSpoiltPortsFileIsNamedInTheError() throws Exception {
        Path file = Files.writeString(folder.resolve("ports.properties"), "client=eighty");
        assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageStartingWith(file + ": 'client' is 'eighty', expected a port");
    }

    @Test
    void aFormatThatWasCutShortIsDoneAgain() throws Exception {
        Files.createDirectories(folder.resolve("log.new").resolve("half"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            new Records(broker.bootstrap()).createTopic();
        }
        assertThat(folder.resolve("log.new")).doesNotExist();
    }

    private static ServerSocket listenOn(int port) throws Exception {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
