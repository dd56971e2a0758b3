package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private HttpServer server;
    private ChildProcess child;
    private volatile int status = 503;
    private volatile String body = "";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        child = ChildProcess.start(new ProcessSpec(
                "worker",
                List.of("/bin/sh", "-c", "cat"),
                Map.of(),
                folder.resolve("worker.log"),
                new ProcessSpec.Readiness.Says()));
    }

    @AfterEach
    void stop() {
        child.terminate();
        child.awaitEnd(Duration.ofSeconds(10));
        server.stop(0);
    }

    private void await() throws FarmStartException, InterruptedException {
        URI health = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/q/health/ready");
        new Readiness().await(child, health, SHORT);
    }

    @Test
    void aServiceThatAnswersIsReady() {
        status = 200;
        assertThatCode(this::await).doesNotThrowAnyException();
    }

    @Test
    void whatTheServiceSaysIsMissingIsInTheMessage() {
        body =
                """
                {"status": "DOWN", "checks": [
                  {"name": "claims", "status": "DOWN", "data": {"problem": "PyTorch does not run: no libtorch.so"}},
                  {"name": "channels", "status": "UP", "data": {"problem": "none"}}]}""";
        assertThatThrownBy(this::await)
                .isInstanceOf(FarmStartException.class)
                .hasMessageStartingWith(
                        "The worker was not ready after 1 s: PyTorch does not run: no libtorch.so. The end");
    }

    @Test
    void anAnswerThatIsNoHealthSaysNothing() {
        body = "<html>busy</html>";
        assertThatThrownBy(this::await).hasMessageStartingWith("The worker was not ready after 1 s. The end of ");
    }
}
