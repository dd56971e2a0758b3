package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.media.Stitcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dies is replaced; what was asked for is delivered, once. */
@Order(2) // the second longest
class CrashIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final double VOICE_SECONDS = 24;
    private static final int FRAMES = 600;

    @TempDir
    static Path folder;

    private static TraceCollector collector;
    private static Farm farm;
    private static Api api;
    private static String request;
    private final Map<String, Farm.Service> workers = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        // A watermark would tell the two jobs apart whose pictures are compared.
        collector = TraceCollector.start();
        Map<String, String> settings = new HashMap<>(collector.settings());
        settings.put("PARLEY_WATERMARK_ENABLED", "false");
        settings.put("PARLEY_LOG_JSON", "true");
        farm = new Farm(folder, settings).start(0);
        api = farm.api();
        String picture = api.upload(Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")));
        String voice = api.upload(Recordings.speechLike(VOICE_SECONDS, 16_000));
        request =
                """
                {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"a woman talks","engine":"pantomime"}"""
                        .formatted(picture, voice);
    }

    @AfterAll
    static void stop() {
        farm.close();
        collector.close();
    }

    @AfterEach
    void stopWorkers() {
        workers.values().forEach(worker -> worker.part().close());
    }

    private void startWorkers(String... names) throws Exception {
        for (String name : names) {
            workers.put(name, farm.startWorker(name));
        }
        workers.values().forEach(Farm::awaitReady);
    }

    @Test
    void anotherWorkerFinishesWhatAKilledOneBegan() throws Exception {
        startWorkers("w1", "w2");
        String undisturbed = api.accepted(request);
        String job = api.accepted(request);
        JsonNode begun =
                api.awaitJob(job, LONG, now -> now.path("committedChunks").asInt() >= 3);
        workers.get(begun.path("worker").asText()).part().kill();
        JsonNode ended = api.awaitEnd(job, LONG);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(ended.path("worker").asText())
                .isNotEqualTo(begun.path("worker").asText());
        Path video = api.video(job, folder.resolve("resumed.mp4"));
        assertThat(Stitcher.inspect(video).frames()).isEqualTo(FRAMES);
        assertThat(api.awaitEnd(undisturbed, LONG).path("attempt").asInt()).isEqualTo(1);
        Set<String> traces = tracesOfWindows(job);
        assertThat(traces).as("of both workers").hasSize(1);
        assertThat(records(ended.path("worker").asText()))
                .filteredOn(record -> record.path("message").asText().startsWith("job claimed"))
                .extracting(record -> record.path("mdc"))
                .filteredOn(keys -> keys.path("job").asText().equals(job))
                .extracting(keys -> keys.path("attempt").asText() + " "
                        + keys.path("traceId").asText())
                .containsExactly("2 " + traces.iterator().next());
        assertThat(Frames.hash(video))
                .as("the same pictures as a job that nothing happened to")
                .isEqualTo(Frames.hash(api.video(undisturbed, folder.resolve("undisturbed.mp4"))));
    }

    /** What a worker logged. */
    private List<JsonNode> records(String worker) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : workers.get(worker).part().output().lines().toList()) {
            // What native libraries print is none of ours.
            if (line.startsWith("{")) {
                records.add(Json.mapper().readTree(line));
            }
        }
        return records;
    }

    /** The traces of a job's windows, when both workers have told of theirs, and the second one that it is done. */
    private static Set<String> tracesOfWindows(String job) {
        await("the second attempt's span").atMost(LONG).until(() -> collector.ofJob(job).stream()
                .anyMatch(span -> "2".equals(span.attributes().get("parley.attempt"))));
        await("both workers' windows")
                .atMost(LONG)
                .until(() -> windows(job)
                                .map(TraceCollector.Heard::instance)
                                .distinct()
                                .count()
                        == 2);
        return windows(job).map(TraceCollector.Heard::trace).collect(Collectors.toSet());
    }

    private static Stream<TraceCollector.Heard> windows(String job) {
        return collector.ofJob(job).stream().filter(span -> span.name().equals("window"));
    }

    @Test
    void aJobOutlivesItsBrokerAndItsStore() throws Exception {
        startWorkers("w3");
        String job = api.accepted(request);
        api.awaitJob(job, LONG, now -> now.path("committedChunks").asInt() >= 2);
        farm.store().kill();
        farm.startStore();
        api.awaitJob(job, LONG, now -> now.path("committedChunks").asInt() >= 6);
        farm.broker().kill();
        farm.startBroker();
        JsonNode ended = api.awaitEnd(job, LONG);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
        assertThat(Stitcher.inspect(api.video(job, folder.resolve("video.mp4"))).frames())
                .isEqualTo(FRAMES);
    }
}
