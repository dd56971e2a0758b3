package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.ChunkPlan;
import dev.parley.media.Stitcher;
import dev.parley.media.VideoInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs walk through a whole farm whose five processes know each other by configuration alone. */
@ExtendWith(CommonFarm.class)
class FarmIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final double FRAME = 1.0 / ChunkPlan.FRAMES_PER_SECOND;

    @TempDir
    static Path folder;

    private static Farm farm;
    private static Api api;
    private static String picture;

    @BeforeAll
    static void start(Farm shared) throws Exception {
        farm = shared;
        api = farm.api();
        picture = api.upload(Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3.24, 3.3, 7.7, 30})
    void theVideoIsExactlyAsLongAsTheVoice(double seconds) throws Exception {
        JsonNode job = api.awaitEnd(api.accepted(request(voice(seconds))), LONG);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        VideoInfo video = Stitcher.inspect(api.video(id(job), folder.resolve(id(job) + ".mp4")));
        assertThat(video.frames()).isEqualTo((int) Math.floor(seconds * 25 + 1e-6));
        assertThat(Math.abs(video.videoSeconds() - video.audioSeconds())).isLessThanOrEqualTo(FRAME);
        assertThat(job.at("/video/frames").asInt()).isEqualTo(video.frames());
    }

    @Test
    void aLargeVideosHandOversFitTheFarmsStore() throws Exception {
        String request = request(voice(9)).replace("{\"image\"", "{\"size\":\"multitalk-720\",\"image\"");
        JsonNode job = api.awaitEnd(api.accepted(request), LONG);
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("chunks").asInt()).isEqualTo(4);
        assertThat(Math.max(job.path("width").asInt(), job.path("height").asInt()))
                .isGreaterThanOrEqualTo(960);
    }

    @Test
    void aRecordOfTheStockConsoleProducerGivesTheSameVideoAsTheRestCall() throws Exception {
        String request = request(voice(4));
        JsonNode rest = api.awaitEnd(api.accepted(request), LONG);
        ConsoleProducer.send(
                farm.kafka(),
                folder,
                List.of(request.replace("{\"image\"", "{\"labels\":{\"via\":\"topic\"},\"image\"")));
        JsonNode topic = completed("via", "topic");
        assertThat(pictures(topic)).isEqualTo(pictures(rest));
    }

    @Test
    void threeWorkersRenderThreeJobsOfOnePartitionAtOnce() throws Exception {
        String voice = voice(15);
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(api.accepted(request(voice)));
        }
        await().atMost(LONG).until(() -> {
            Set<String> workers = new HashSet<>();
            for (String job : jobs) {
                JsonNode now = api.job(job).body();
                if (now.path("status").asText().equals("running")) {
                    workers.add(now.path("worker").asText());
                }
            }
            return workers.size() == 3;
        });
        for (String job : jobs) {
            assertThat(api.awaitEnd(job, LONG).path("status").asText()).isEqualTo("completed");
        }
    }

    @Test
    void aSecondCallWithTheSameIdempotencyKeyIsTheSameJob() throws Exception {
        String request = request(voice(1)).replace("{\"image\"", "{\"idempotencyKey\":\"once\",\"image\"");
        String first = api.accepted(request);
        Api.Answer again = api.submit(request);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("jobId").asText()).isEqualTo(first);
        api.awaitEnd(first, LONG);
    }

    @Test
    void aCancelledJobEndsAndLeavesNoVideo() throws Exception {
        String job = api.accepted(request(voice(100)));
        api.awaitJob(job, LONG, now -> now.path("committedChunks").asInt() > 0);
        assertThat(api.cancel(job).status()).isEqualTo(202);
        assertThat(api.awaitEnd(job, LONG).path("status").asText()).isEqualTo("cancelled");
        assertThat(api.cancel(job).status()).isEqualTo(409);
    }

    /** By REST and by topic alike: two people answer each other, and who speaks is told. */
    @Test
    void aScriptIsSpokenInTurn() throws Exception {
        String script =
                """
                {"image":"%s","script":"(s1) Hello there. (s2) Hi! [pause 0.5] How are you?","engine":"pantomime"}"""
                        .formatted(picture);
        JsonNode rest = api.awaitEnd(api.accepted(script), LONG);
        assertThat(rest.path("status").asText()).as(rest.toString()).isEqualTo("completed");
        assertThat(rest.path("syntheticVoices")).extracting(JsonNode::asText).containsExactly("kate", "kevin");
        assertThat(rest.at("/video/seconds").asDouble()).isBetween(2.5, 5.5);
        ConsoleProducer.send(
                farm.kafka(),
                folder,
                List.of(script.replace("{\"image\"", "{\"labels\":{\"via\":\"script\"},\"image\"")));
        JsonNode topic = completed("via", "script");
        assertThat(pictures(topic)).isEqualTo(pictures(rest));
        assertThat(api.text("/v1/voices")).contains("\"kate\"", "\"kevin\"");
    }

    /** By REST and by topic alike. */
    @Test
    void threePeopleMayTalkByAScript() throws Exception {
        String script =
                """
                {"image":"%s","script":"(s2) Hello. (s3) Hi! (s1) Good morning.","engine":"pantomime"}"""
                        .formatted(picture);
        assertThat(api.submit(script).status()).isEqualTo(422);
        String experiment = script.replace("{\"image\"", "{\"experimental\":true,\"image\"");
        JsonNode job = api.awaitEnd(api.accepted(experiment), LONG);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.path("syntheticVoices")).extracting(JsonNode::asText).containsExactly("kate", "kevin", "kim");
        assertThat(api.text("/v1/jobs/" + job.path("jobId").asText() + "/subtitles.vtt"))
                .containsSubsequence("<v Speaker 2>Hello.", "<v Speaker 3>Hi!", "<v Speaker 1>Good morning.");
        ConsoleProducer.send(
                farm.kafka(),
                folder,
                List.of(experiment.replace("{\"experimental\"", "{\"labels\":{\"via\":\"three\"},\"experimental\"")));
        assertThat(pictures(completed("via", "three"))).isEqualTo(pictures(job));
    }

    static String request(String voice) {
        return """
                {"image":"%s","speakers":[{"audio":"%s"}],"prompt":"a woman talks","engine":"pantomime"}"""
                .formatted(picture, voice);
    }

    private static String voice(double seconds) throws Exception {
        return api.upload(Recordings.speechLike(seconds, 16_000));
    }

    private static String id(JsonNode job) {
        return job.path("jobId").asText();
    }

    /** Waits for the job with the label, which may not be listed yet. */
    private static JsonNode completed(String label, String value) {
        return await().ignoreExceptions().atMost(LONG).until(() -> labeled(label, value), found -> found.path("status")
                .asText()
                .equals("completed"));
    }

    private static JsonNode labeled(String label, String value) throws Exception {
        for (JsonNode job : api.jobs("limit=100").body().path("jobs")) {
            if (job.path("labels").path(label).asText().equals(value)) {
                return job;
            }
        }
        throw new IllegalStateException("no job is labeled %s=%s yet".formatted(label, value));
    }

    private static String pictures(JsonNode job) throws Exception {
        return Frames.hash(api.video(id(job), folder.resolve(id(job) + ".mp4")));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
