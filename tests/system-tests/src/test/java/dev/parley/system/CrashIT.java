package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.media.Stitcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dies is replaced; what was asked for is delivered, once. */
class CrashIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final double VOICE_SECONDS = 36;
    private static final int FRAMES = 900;

    @TempDir
    Path folder;

    private Farm farm;
    private Api api;
    private String request;
    private final Map<String, Farm.Service> workers = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        farm = new Farm(folder, Map.of()).start(0);
        api = farm.api();
        String picture = api.upload(Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")));
        String voice = api.upload(Recordings.speechLike(VOICE_SECONDS, 16_000));
        request =
                """
                {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"a woman talks","engine":"pantomime"}"""
                        .formatted(picture, voice);
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    private void startWorker(String name) throws Exception {
        Farm.Service worker = farm.startWorker(name);
        workers.put(name, worker);
        Farm.awaitReady(worker);
    }

    @Test
    void anotherWorkerFinishesWhatAKilledOneBegan() throws Exception {
        startWorker("w1");
        startWorker("w2");
        String undisturbed = api.accepted(request);
        JsonNode whole = api.awaitEnd(undisturbed, LONG);
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
        assertThat(whole.path("attempt").asInt()).isEqualTo(1);
        assertThat(Frames.hash(video))
                .as("the same pictures as a job that nothing happened to")
                .isEqualTo(Frames.hash(api.video(undisturbed, folder.resolve("undisturbed.mp4"))));
    }

    @Test
    void aJobOutlivesItsBrokerAndItsStore() throws Exception {
        startWorker("w1");
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
