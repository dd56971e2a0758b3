package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.VideoInfo;
import dev.parley.testkit.TestStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoStoreTest {
    private static final VideoInfo INFO = new VideoInfo(25, 1.0, 0.99, 64, 48, "h264", "aac", 5);

    @TempDir
    Path temp;

    private TestStore server;
    private ObjectStore store;
    private VideoStore videos;
    private RenderPlan plan;

    @BeforeEach
    void start() throws Exception {
        server = new TestStore(temp.resolve("store"));
        store = server.objects();
        videos = new VideoStore(new RetryingStore(store, new AssemblyLineTest.TestConfig()), "0.1.0");
        plan = RenderedJob.of(store, 25).plan();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsPutIsFoundAsItWas() throws Exception {
        JobEvent.Completed put = videos.put(plan, file("video"), sha("video"), INFO, 2);
        assertThat(videos.find(plan.jobId())).contains(put);
    }

    @Test
    void theFirstVideoStaysAndIsWhatTheSecondMakerHears() throws Exception {
        JobEvent.Completed first = videos.put(plan, file("first"), sha("first"), INFO, 0);
        JobEvent.Completed second = videos.put(plan, file("later"), sha("later"), INFO, 0);
        assertThat(second).isEqualTo(first);
        assertThat(store.getText(ObjectKeys.video(plan.jobId()))).contains("first");
    }

    @Test
    void aVideoThatCannotBePutNowIsPutWhenTheStoreIsBack() throws Exception {
        Path file = file("video");
        server.stop();
        CompletableFuture<JobEvent.Completed> put =
                CompletableFuture.supplyAsync(() -> videos.put(plan, file, sha("video"), INFO, 0));
        server.start();
        assertThat(put.get(60, TimeUnit.SECONDS).sha256()).isEqualTo(sha("video"));
        assertThat(store.getText(ObjectKeys.video(plan.jobId()))).contains("video");
    }

    @Test
    void aVideoThatSomebodyElsePutThereIsNotAnnounced() {
        JobId job = JobId.create(Instant.now());
        store.put(ObjectKeys.video(job), new byte[1], "video/mp4");
        assertThatThrownBy(() -> videos.find(job))
                .isInstanceOf(UnassemblableException.class)
                .hasMessage("videos/%s.mp4 exists, but was not stored by this farm: its metadata lacks 'parley-frames'"
                        .formatted(job));
    }

    private Path file(String content) throws Exception {
        return Files.writeString(temp.resolve("video.mp4"), content);
    }

    private static String sha(String content) {
        return Sha256.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
