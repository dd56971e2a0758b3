package dev.parley.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FarmClientTest {
    private FakeFarm farm;
    private HttpServer proxy;

    @BeforeEach
    void open() throws Exception {
        farm = new FakeFarm();
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", farm.url() + "/v1/voices");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        proxy.start();
    }

    @AfterEach
    void close() {
        proxy.stop(0);
        farm.close();
    }

    private URI redirecting() {
        return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
    }

    @Test
    void aKeyDoesNotFollowARedirect() {
        FarmClient client = new FarmClient(redirecting(), Optional.of("parley_key"));
        assertThatThrownBy(client::voices)
                .isInstanceOf(FarmUnreachableException.class)
                .hasMessageContaining(farm.url() + "/v1/voices, where the key is not sent");
        assertThat(farm.calls).isEmpty();
    }

    @Test
    void callsWithoutAKeyDo() {
        assertThatThrownBy(new FarmClient(redirecting())::voices).isInstanceOf(FarmProblemException.class);
        assertThat(farm.calls).containsExactly("GET /v1/voices");
    }
}
