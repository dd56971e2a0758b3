package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobState;
import dev.parley.contracts.Topics;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.jobs.FoldedEvents;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.States;
import dev.parley.ingest.jobs.Tables;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewJobsGateTest {
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
    private static final TopicPartition STATES = new TopicPartition(Topics.JOBS, 0);

    @TempDir
    static Path folder;

    private final JobState job = States.accepted(States.NOON);
    private final Disk disk = new Disk(folder);
    private final JobTable table = Tables.unread(disk);
    private final CountDownLatch asked = new CountDownLatch(2);
    private volatile CompletableFuture<Map<TopicPartition, Long>> ends =
            CompletableFuture.completedFuture(Map.of(EVENTS, 5L, STATES, 0L));
    private volatile long committed = 4;
    private GatedServer server;

    @BeforeEach
    void listen() throws Exception {
        FoldedEvents folded = new FoldedEvents(() -> ends, () -> {
            asked.countDown();
            return CompletableFuture.completedFuture(Map.of(EVENTS, committed));
        });
        NewJobsGate gate =
                new NewJobsGate(table, folded, (call, known) -> call.request().getHeader("Stranger") == null);
        // As the API says of a job.
        server = new GatedServer(gate::register, call -> call.response()
                .setStatusCode(table.known(job.jobId()).isPresent() ? 200 : 404)
                .end());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        disk.close();
    }

    @Test
    void aJobIsNotDeniedWhileEventsAreUnfolded() throws Exception {
        assertBehind("GET", "");
        assertBehind("GET", "/video");
        assertBehind("POST", "/cancel");
        assertBehind("DELETE", "");
        assertThat(server.answer("POST", "/v1/jobs").statusCode())
                .as("of no job")
                .isEqualTo(404);
        assertThat(server.answer("GET", "/v1/jobs/0").statusCode())
                .as("of no job")
                .isEqualTo(404);

        committed = 5;

        assertThat(server.answer("GET", path("")).statusCode()).isEqualTo(404);
        table.expect(job);
        ends = new CompletableFuture<>();
        assertThat(server.answer("GET", path("")).statusCode()).isEqualTo(200);
    }

    /** Else the answer would say that there is such a job. */
    @Test
    void whoMayNotKnowOfAJobIsToldWhatIsToldOfNone() throws Exception {
        table.expect(job);

        HttpRequest stranger =
                server.call("GET", path("")).header("Stranger", "yes").build();
        assertThat(HttpClient.newHttpClient()
                        .send(stranger, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(503);
        assertThat(server.answer("GET", path("")).statusCode()).isEqualTo(200);
    }

    @Test
    void aJobIsNotDeniedWhileTheBrokerDoesNotSayWhatThereIs() throws Exception {
        CompletableFuture<Map<TopicPartition, Long>> silent = new CompletableFuture<>();
        ends = silent;
        assertBehind("GET", "");

        ends = CompletableFuture.failedFuture(new IllegalStateException("away"));
        silent.completeExceptionally(new IllegalStateException("silent"));
        assertBehind("GET", "");
    }

    @Test
    void aJobThatComesMeanwhileIsAnsweredAtOnce() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(server.call("GET", path("")).build(), BodyHandlers.ofString());
        assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();

        table.expect(job);

        assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
    }

    private void assertBehind(String method, String part) throws Exception {
        HttpResponse<String> answer = server.answer(method, path(part));
        assertThat(answer.statusCode()).as(method + part).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("urn:parley:problem:behind");
    }

    private String path(String part) {
        return "/v1/jobs/" + job.jobId() + part;
    }
}
