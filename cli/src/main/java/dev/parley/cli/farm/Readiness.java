package dev.parley.cli.farm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits until a service's health check says yes. */
final class Readiness {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration ONE_CALL = Duration.ofSeconds(5);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ONE_CALL)
            .build();

    void await(ChildProcess child, URI health, Duration patience) throws FarmStartException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!answers(health)) {
            child.requireAlive();
            if (System.nanoTime() - deadline > 0) {
                throw child.notReady(patience);
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    private boolean answers(URI health) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(health).timeout(ONE_CALL).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
