package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Phase;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class JobEventsTest {
    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Kafka kafka;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void aWatcherSeesTheStatesUntilTheEnd() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        CompletableFuture<Void> end = watch(job);
        await().until(() -> saw("\"status\":\"accepted\""));

        kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
        await().until(() -> saw("\"status\":\"running\""));
        kafka.emit(job, new JobEvent.Cancelled("enough"));

        await().until(end::isDone);
        assertThat(lines).contains("event:state");
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("id:"))
                        .map(line -> Long.valueOf(line.substring(3).strip())))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(lines.stream().filter(line -> line.startsWith("data:")).reduce((a, b) -> b))
                .hasValueSatisfying(last -> assertThat(last).contains("\"status\":\"cancelled\""));
    }

    @Test
    void aQuietStreamShowsThatItLives() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        watch(job);

        await().until(() -> lines.stream().anyMatch(line -> line.startsWith(":")));
        // The job, and once more if it has got a ticket meanwhile.
        assertThat(lines.stream().filter(line -> line.startsWith("data:")))
                .hasSizeBetween(1, 2)
                .allSatisfy(line -> assertThat(line).contains("\"status\":\"accepted\""));
        kafka.emit(job, new JobEvent.Cancelled("enough"));
    }

    @Test
    void theStreamOfAnEndedJobIsOneState() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        given().post("/v1/jobs/" + job + "/cancel").then().statusCode(202);

        await().until(watch(job)::isDone);

        assertThat(lines.stream().filter(line -> line.startsWith("data:")))
                .singleElement()
                .satisfies(only -> assertThat(only).contains("\"status\":\"cancelled\""));
    }

    @Test
    void aStreamOfNoJobIsNotFound() {
        given().accept("text/event-stream")
                .get("/v1/jobs/" + UUID.randomUUID() + "/events")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void whoeverComesBackIsToldWhatIsNew() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
        await().until(() -> given().get("/v1/jobs/" + job).path("status").equals("running"));
        int sequence = given().get("/v1/jobs/" + job).path("sequence");

        CompletableFuture<Void> end = watch(job, Integer.toString(sequence));
        await().until(() -> saw("still running"));
        assertThat(news()).isEmpty();
        kafka.emit(job, new JobEvent.Cancelled("enough"));

        await().until(end::isDone);
        assertThat(news()).singleElement().satisfies(only -> assertThat(only).contains("\"status\":\"cancelled\""));
        int last = given().get("/v1/jobs/" + job).path("sequence");
        given().header("Last-Event-ID", last)
                .get("/v1/jobs/" + job + "/events")
                .then()
                .statusCode(204);
        for (String other : List.of(Integer.toString(sequence), Integer.toString(last + 1), "x", "-1")) {
            given().header("Last-Event-ID", other)
                    .get("/v1/jobs/" + job + "/events")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void aWorkerThatFallsSilentIsNoticedUntilItIsHeardAgain() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        kafka.emit(job, new JobEvent.Claimed("dozing", 1, 0));
        watch(job);

        await().atMost(Duration.ofMinutes(1)).until(() -> saw("silentSince"));
        var silent = given().get("/v1/jobs/" + job).then().statusCode(200).extract();
        assertThat(silent.<String>path("silentSince")).isNotNull();
        assertThat(silent.header("ETag")).endsWith("-silent\"");
        assertThat(given().get("/v1/farm").<String>path("workers.find { it.name == 'dozing' }.silentSince"))
                .isEqualTo(silent.path("silentSince"));

        kafka.emit(job, new JobEvent.Progress(1, 1, 2, 1, 2, null, Phase.RENDERING, null, null));
        await().until(() -> given().get("/v1/jobs/" + job).path("silentSince") == null);
        kafka.emit(job, new JobEvent.Cancelled("enough"));
    }

    /** States that are told once more, of a worker that has fallen silent, are no news to whom they are not told first. */
    private List<String> news() {
        return lines.stream()
                .filter(line -> line.startsWith("data:") && !line.contains("silentSince"))
                .toList();
    }

    private boolean saw(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    private CompletableFuture<Void> watch(JobId job) {
        return watch(job, "7000"); // of no job of these tests
    }

    private CompletableFuture<Void> watch(JobId job, String seen) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/v1/jobs/%s/events".formatted(RestAssured.port, job)))
                .header("Last-Event-ID", seen)
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofLines())
                .thenAcceptAsync(answer -> answer.body().forEach(lines::add));
    }
}
