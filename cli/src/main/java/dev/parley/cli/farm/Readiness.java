package dev.parley.cli.farm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.StringJoiner;

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
        String missing = "";
        while (true) {
            HttpResponse<String> answer = ask(health);
            if (answer != null && answer.statusCode() == 200) {
                return;
            }
            missing = answer == null ? missing : problems(answer.body());
            child.requireAlive();
            if (System.nanoTime() - deadline > 0) {
                throw child.notReady(patience, missing);
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    /** @return null while nobody answers */
    private HttpResponse<String> ask(URI health) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(health).timeout(ONE_CALL).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException notYet) {
            return null;
        }
    }

    /** What the checks that are down give as their problem; empty where they give none. */
    private static String problems(String health) {
        try {
            StringJoiner problems = new StringJoiner("; ");
            for (JsonNode check : Json.read(health, JsonNode.class).path("checks")) {
                String problem = check.path("data").path("problem").asText("");
                if (!problem.isEmpty() && "DOWN".equals(check.path("status").asText())) {
                    problems.add(problem);
                }
            }
            return problems.toString();
        } catch (IllegalArgumentException notHealth) {
            return "";
        }
    }
}
