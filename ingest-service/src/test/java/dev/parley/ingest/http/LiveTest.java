package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Sounds;
import dev.parley.media.Stitcher;
import dev.parley.media.VideoInfo;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a player gets of a job under way. The test plays the worker. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class LiveTest {
    private static final Pattern SEGMENT = Pattern.compile("(?m)^#EXTINF:([0-9.]+),\n(\\S+)$");

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    ObjectStore store;

    @TempDir
    Path folder;

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
    void aVideoGrowsWithItsChunksAndPictureAndSoundStayTogether() throws Exception {
        RenderPlan plan = begun();
        JobId job = plan.jobId();
        assertThat(plan.chunks().count()).isGreaterThan(2);
        given().get(live(job, "playlist.m3u8")).then().statusCode(404).contentType(Problem.MEDIA_TYPE);

        commit(plan, 0);
        String first = playlist(job);
        assertThat(first).contains("#EXT-X-PLAYLIST-TYPE:EVENT").doesNotContain("ENDLIST");
        assertThat(SEGMENT.matcher(first).results()).hasSize(1);
        assertAsLong(played(job, first), plan.chunks().chunk(0).frames());

        commit(plan, 1);
        String second = playlist(job);
        assertThat(second).startsWith(first);
        assertAsLong(
                played(job, second),
                plan.chunks().chunk(0).frames() + plan.chunks().chunk(1).frames());

        for (int i = 2; i < plan.chunks().count(); i++) {
            commit(plan, i);
        }
        String last = playlist(job);
        assertThat(last).startsWith(second).endsWith("#EXT-X-ENDLIST\n");
        Path video = played(job, last);
        assertAsLong(video, plan.chunks().frames());
        assertThat(Sounds.inspect(video, Limits.DEFAULT).peak()).isGreaterThan(0.1);
    }

    @Test
    void aJobThatWasCancelledEndsWhereItWas() throws Exception {
        RenderPlan plan = begun();
        commit(plan, 0);
        kafka.emit(plan.jobId(), new JobEvent.Cancelled("Enough."));
        await().untilAsserted(() -> assertThat(playlist(plan.jobId())).endsWith("#EXT-X-ENDLIST\n"));
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        RenderPlan plan = begun();
        commit(plan, 0);
        for (String name : List.of("1.m4s", "99999.m4s", "-1.m4s", "x.m4s", "0000000000000.m4s")) {
            given().get(live(plan.jobId(), name)).then().statusCode(404).contentType(Problem.MEDIA_TYPE);
        }
    }

    @Test
    void aChunkThatTheStoreSpoilsIsNotShown() throws Exception {
        RenderPlan plan = begun();
        commit(plan, 0);
        String key = store.list(ObjectKeys.ledgerFolder(plan.jobId())).stream()
                .filter(name -> name.endsWith(".m4s"))
                .findFirst()
                .orElseThrow();
        byte[] spoilt = store.get(key).orElseThrow();
        spoilt[spoilt.length / 2] ^= 1;
        store.put(key, spoilt, "video/mp4");
        given().get(live(plan.jobId(), "0.m4s")).then().statusCode(503).contentType(Problem.MEDIA_TYPE);
    }

    private String playlist(JobId job) {
        return given().get(live(job, "playlist.m3u8"))
                .then()
                .statusCode(200)
                .contentType("application/vnd.apple.mpegurl")
                .header("Cache-Control", "no-store")
                .extract()
                .asString();
    }

    /** What a player that has fetched all of the playlist has. */
    private Path played(JobId job, String playlist) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(fetched(live(job, "header.mp4")));
        for (var segment : SEGMENT.matcher(playlist).results().toList()) {
            all.writeBytes(fetched(live(job, segment.group(2))));
        }
        return Files.write(folder.resolve("played.mp4"), all.toByteArray());
    }

    private static byte[] fetched(String path) {
        return given().get(path)
                .then()
                .statusCode(200)
                .contentType("video/mp4")
                .extract()
                .asByteArray();
    }

    private static void assertAsLong(Path video, int frames) throws Exception {
        VideoInfo info = Stitcher.inspect(video);
        assertThat(info.frames()).isEqualTo(frames);
        double expected = (double) frames / ChunkPlan.FRAMES_PER_SECOND;
        double sound = (double) Sounds.voice(video, Limits.DEFAULT).length / Sounds.VOICE_RATE;
        assertThat(sound).isBetween(expected - 0.15, expected + 0.15);
    }

    private static String live(JobId job, String name) {
        return "/v1/jobs/%s/live/%s".formatted(job, name);
    }

    private RenderPlan begun() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("speakers", List.of(Map.of("audio", HttpRequests.upload(SampleFiles.voice(8)))));
        JobId job = HttpRequests.accepted(request);
        await().until(() -> !kafka.read(Topics.RENDERS, job.value()).isEmpty());
        RenderPlan plan = Json.read(
                        kafka.read(Topics.RENDERS, job.value()).get(0).value(), RenderTicket.class)
                .plan();
        store.put(ObjectKeys.plan(job), Json.write(plan).getBytes(), "application/json");
        kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
        return plan;
    }

    private void commit(RenderPlan plan, int index) throws Exception {
        JobId job = plan.jobId();
        ChunkPlan.Chunk chunk = plan.chunks().chunk(index);
        Path file = folder.resolve("chunk.m4s");
        try (ChunkEncoder encoder =
                new ChunkEncoder(file, 64, 64, chunk.startFrame(), chunk.frames(), ChunkEncoder.bestEncoder())) {
            for (int i = 0; i < chunk.frames(); i++) {
                encoder.add(new Picture(64, 64, new byte[64 * 64 * 3]));
            }
            encoder.finish();
        }
        byte[] bytes = Files.readAllBytes(file);
        String sha256 = Sha256.of(bytes);
        String key = ObjectKeys.chunk(job, index, sha256);
        store.put(key, bytes, "video/mp4");
        ChunkCommitted page = new ChunkCommitted(
                job,
                index,
                chunk.startFrame(),
                chunk.frames(),
                chunk.last(),
                key,
                bytes.length,
                sha256,
                null,
                1,
                "w1",
                Instant.now());
        store.put(ObjectKeys.ledger(job, index), Json.write(page).getBytes(), "application/json");
        kafka.emit(
                job,
                new JobEvent.Chunk(
                        1,
                        index,
                        plan.chunks().count(),
                        chunk.startFrame() + chunk.frames(),
                        plan.chunks().frames()));
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("committedChunks", equalTo(index + 1)));
    }
}
