package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicePortsTest {
    @TempDir
    Path folder;

    @Test
    void aPortStaysFromStartToStart() throws Exception {
        int first = ServicePorts.keptIn(folder).of("worker");
        assertThat(ServicePorts.keptIn(folder).of("worker")).isEqualTo(first);
    }

    @Test
    void twoProcessesNeverGetTheSamePort() throws Exception {
        ServicePorts ports = ServicePorts.keptIn(folder);
        assertThat(ports.of("one")).isNotEqualTo(ports.of("two"));
    }

    @Test
    void aPortThatIsTakenNowIsChosenAnew() throws Exception {
        int first = ServicePorts.keptIn(folder).of("worker");
        try (ServerSocket foreign = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            int second = ServicePorts.keptIn(folder).of("worker");
            assertThat(second).isNotEqualTo(foreign.getLocalPort());
        }
    }

    @Test
    void aPageThatWasAskedForIsThereOrNowhere() throws Exception {
        try (ServerSocket foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = foreign.getLocalPort();
            assertThatThrownBy(() -> ServicePorts.keptIn(folder).page(port))
                    .isInstanceOf(FarmStartException.class)
                    .hasMessage(
                            "Port %d on 127.0.0.1 is in use by another program; choose another one".formatted(port));
        }
    }

    @Test
    void aSpoiltFileIsNamed() throws Exception {
        Files.writeString(folder.resolve("ports.properties"), "worker=many");
        assertThatThrownBy(() -> ServicePorts.keptIn(folder).of("worker"))
                .hasMessage("ports.properties: 'worker' is 'many', expected a port");
    }
}
