package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.Command;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Topics;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worker as it runs: with a broker, a store and tickets as ingest publishes them. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class WorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    ObjectStore store;

    @TestHTTPResource
    URI http;

    TestBroker broker;

    private final JobId job = JobId.create(Instant.now());

    @BeforeEach
    void isReady() {
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void publish(RenderPlan plan) {
        broker.publish(Topics.RENDERS, job.value(), TestPlans.ticket(plan));
    }

    private RenderPlan plan(double seconds) {
        return TestPlans.plan(
                job, seconds, 81, 25, keep(TestMedia.facePng(200, 200)), keep(TestMedia.speechWav(seconds)));
    }

    private String keep(byte[] bytes) {
        String key = ObjectKeys.input(Sha256.of(bytes));
        store.put(key, bytes, "application/octet-stream");
        return key;
    }

    private List<JobEvent> events() {
        return broker.records(Topics.EVENTS).stream()
                .filter(found -> job.value().equals(found.key()))
                .map(found -> Json.read(found.value(), CloudEvent.class).data())
                .toList();
    }

    private List<ChunkCommitted> chunks() {
        return broker.records(Topics.CHUNKS).stream()
                .map(found -> Json.read(found.value(), ChunkCommitted.class))
                .filter(chunk -> chunk.jobId().equals(job))
                .toList();
    }

    @Test
    void aTicketBecomesChunksInOrder() throws Exception {
        publish(plan(7.7));

        await().atMost(PATIENCE).until(() -> chunks().stream().anyMatch(ChunkCommitted::last));
        assertThat(chunks()).extracting(ChunkCommitted::index).containsExactly(0, 1, 2);
        assertThat(chunks().stream().mapToInt(ChunkCommitted::frames).sum()).isEqualTo(192);
        assertThat(chunks()).allSatisfy(chunk -> assertThat(store.stat(chunk.object()))
                .get()
                .satisfies(stat -> assertThat(stat.bytes()).isEqualTo(chunk.bytes())));
        RenderPlan plan = Json.read(store.getText(ObjectKeys.plan(job)).orElseThrow(), RenderPlan.class);
        assertThat(plan.encoder()).isNotBlank();
        assertThat(plan.ticket()).isEqualTo("ticket-1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events()).last().isEqualTo(new JobEvent.Chunk(1, 2, 3, 192, 192)));
        assertThat(events().get(0)).isEqualTo(new JobEvent.Claimed("w1", 1, 0));
        assertThat(get("/q/metrics").body())
                .contains("parley_worker_video_seconds_total")
                .contains("parley_worker_attempts_total{outcome=\"done\"}")
                .contains("parley_worker_window_seconds_count{engine=\"pantomime\"}");
    }

    @Test
    void aPlanForTheModelIsRenderedByTheModel() throws Exception {
        renderTwoWindows("""
                "sampling":{"steps":1,"shift":3,"framesPerWindow":5,"motionFrames":1}""");
        assertThat(chunks()).extracting(ChunkCommitted::frames).containsExactly(5, 1);
    }

    /** @param fields of the request */
    private void renderTwoWindows(String fields) throws Exception {
        RenderPlan drawn = plan(1);
        RenderRequest request = Json.read(
                "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"}],%s}"
                        .formatted(drawn.picture(), drawn.voices().get(0).object(), fields),
                RenderRequest.class);
        publish(new RenderPlan(
                job,
                RequestDefaults.fill(request, RenderRequest.Engine.MULTITALK),
                96,
                96,
                new ChunkPlan(6, 5, 1),
                drawn.picture(),
                drawn.voices(),
                null,
                List.of(),
                null));
        await().atMost(PATIENCE.multipliedBy(4)).until(() -> chunks().stream().anyMatch(ChunkCommitted::last));
    }

    @Test
    void stepsThatTeaCacheLeavesOutAreCounted() throws Exception {
        renderTwoWindows(
                """
                "sampling":{"steps":8,"shift":3,"framesPerWindow":5,"motionFrames":1,"textGuidance":1,"audioGuidance":1},
                "teaCache":{"enabled":true,"threshold":0.5}""");
        assertThat(get("/q/metrics").body().lines()) // of two windows
                .contains("parley_worker_teacache_computed_steps_total 14.0")
                .contains("parley_worker_teacache_skipped_steps_total 2.0");
    }

    @Test
    void aRecordThatIsNoTicketIsPutAwayAndTheNextIsRendered() throws Exception {
        broker.publish(Topics.RENDERS, job.value(), "{\"image\":\"x\"}");
        publish(plan(0.5));

        await().atMost(PATIENCE).until(() -> chunks().stream().anyMatch(ChunkCommitted::last));
        assertThat(events()).noneMatch(JobEvent::terminal);
        assertThat(broker.values(Topics.DEAD_LETTERS, job.value()))
                .singleElement()
                .satisfies(letter ->
                        assertThat(Json.read(letter, DeadLetter.class).fault()).isEqualTo(Fault.INTERNAL));
    }

    @Test
    void aCancelledJobIsNotRendered() throws Exception {
        broker.publish(Topics.COMMANDS, job.value(), Json.write(new Command.CancelJob(job, null, Instant.now())));
        publish(plan(120));
        await().atMost(PATIENCE).until(() -> get("/q/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.matches("parley_worker_attempts_total\\{outcome=\"cancelled\"} [1-9].*")));
        assertThat(events()).noneMatch(JobEvent::terminal);
        assertThat(chunks()).noneMatch(ChunkCommitted::last);
    }
}
