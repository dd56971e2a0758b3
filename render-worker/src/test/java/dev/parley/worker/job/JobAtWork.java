package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Limits;
import dev.parley.testkit.TestStore;
import dev.parley.worker.TestMedia;
import dev.parley.worker.TestPlans;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.telemetry.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A worker's work on one job, with a real store and everything else where a test can reach it. */
abstract class JobAtWork {
    static final int LIMIT = 3;
    static final double SECONDS = 2.5; // 62 frames: windows add 21, 16, 16, 9

    @TempDir
    static Path shared;

    private static TestStore store;
    static String image;
    static String audio;

    @TempDir
    Path scratch;

    final SpokenAnnouncer said = new SpokenAnnouncer();
    final MovingStripes stripes = new MovingStripes();
    boolean cancelledBefore;
    final RunningJobs running = new RunningJobs(id -> cancelledBefore);
    final AtomicBoolean hopeless = new AtomicBoolean();
    final List<String> deviceFailures = new ArrayList<>();
    final JobId job = JobId.create(Instant.now());
    Renderer renderer = stripes;
    Marking marking = Marking.NONE;
    Duration windowTimeout = Duration.ofMinutes(5);
    Duration stepTimeout = Duration.ofMinutes(5);
    Duration hangGrace = Duration.ofSeconds(30);
    PrometheusRegistry registry; // of the latest work
    private WorkFolders folders;
    private WorkWatchdog watchdog;

    @BeforeAll
    static void startStore() throws Exception {
        store = new TestStore(shared.resolve("store"));
        image = keep(TestMedia.facePng(200, 300));
        audio = keep(TestMedia.speechWav(SECONDS));
    }

    private static String keep(byte[] bytes) {
        String key = ObjectKeys.input(Sha256.of(bytes));
        store.objects().put(key, bytes, "application/octet-stream");
        return key;
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @BeforeEach
    void open() {
        folders = WorkFolders.open(scratch);
    }

    @AfterEach
    void nothingIsLeftInTheScratchSpace() throws Exception {
        if (watchdog != null) {
            watchdog.close();
        }
        try (Stream<Path> left = Files.walk(scratch)) {
            assertThat(left.filter(path -> path.toString().contains("attempt-")))
                    .isEmpty();
        }
        folders.close();
    }

    ObjectStore objects() {
        return store.objects();
    }

    JobWork work() {
        return work(objects());
    }

    JobWork work(ObjectStore objects) {
        watchdog = new WorkWatchdog(
                new WorkWatchdog.Limits(windowTimeout, stepTimeout, hangGrace), () -> hopeless.set(true));
        registry = new PrometheusRegistry();
        WorkerContext context = new WorkerContext(
                objects,
                said,
                Map.of(Engine.PANTOMIME, renderer),
                folders,
                watchdog,
                new WorkerMetrics(registry, Clock.systemUTC()),
                Limits.DEFAULT,
                marking,
                ChunkEncoder::bestEncoder,
                new WorkerContext.Settings(
                        "w1",
                        LIMIT,
                        Duration.ZERO,
                        8,
                        true,
                        new Backoff(Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(50))),
                deviceFailures::add,
                Clock.systemUTC());
        return new JobWork(context, running);
    }

    Claim claim(int deliveries) {
        return claim(deliveries, new Stop());
    }

    Claim claim(int deliveries, Stop stop) {
        return claim(deliveries, TestPlans.ticket(plan()), stop);
    }

    RenderPlan plan() {
        return TestPlans.plan(job, SECONDS, 21, 5, image, audio);
    }

    Claim claim(int deliveries, String text, Stop stop) {
        return new Claim(
                Topics.RENDERS,
                0,
                7,
                null,
                text.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                Instant.now(),
                deliveries,
                stop);
    }

    List<ChunkCommitted> ledger() {
        return new Ledger(objects(), job, plan().chunks()).pages();
    }
}
