package dev.parley.bench.load;

import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Limits;
import dev.parley.worker.claim.ClaimSettings;
import dev.parley.worker.claim.JobClaimer;
import dev.parley.worker.job.JobWork;
import dev.parley.worker.job.Marking;
import dev.parley.worker.job.RunningJobs;
import dev.parley.worker.job.WorkFolders;
import dev.parley.worker.job.WorkWatchdog;
import dev.parley.worker.job.WorkerContext;
import dev.parley.worker.telemetry.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Workers as they are, but for their engine: each claims, keeps its claim, encodes, uploads, commits and announces. */
final class SimulatedWorkers implements AutoCloseable {
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String kafka;
    private final ObjectStore store;
    private final SleepingRenderer renderer;
    private final LoadAnnouncer announcer;
    private final WorkFolders folders;
    private final List<JobClaimer> claimers = new ArrayList<>();
    private final List<WorkWatchdog> watchdogs = new ArrayList<>();

    SimulatedWorkers(String kafka, ObjectStore store, SleepingRenderer renderer, Path scratch) {
        this.kafka = kafka;
        this.store = store;
        this.renderer = renderer;
        this.announcer = new LoadAnnouncer(kafka);
        this.folders = WorkFolders.open(scratch);
    }

    int size() {
        return claimers.size();
    }

    /** Returns when there are so many, all of them members of the share group. */
    void grow(int workers, Duration atMost) throws InterruptedException {
        while (claimers.size() < workers) {
            start("load-" + claimers.size());
        }
        long end = System.nanoTime() + atMost.toNanos();
        while (claimers.stream().anyMatch(claimer -> !claimer.isMember())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Of %d workers only %d are members of the group after %s"
                        .formatted(
                                workers,
                                claimers.stream().filter(JobClaimer::isMember).count(),
                                atMost));
            }
            Thread.sleep(200);
        }
    }

    private void start(String name) {
        WorkWatchdog watchdog = new WorkWatchdog(new WorkWatchdog.Limits(FOREVER, FOREVER, FOREVER), () -> {});
        WorkerMetrics metrics = new WorkerMetrics(new PrometheusRegistry(), Clock.systemUTC());
        WorkerContext context = new WorkerContext(
                store,
                announcer,
                Map.of(renderer.engine(), renderer),
                folders,
                watchdog,
                metrics,
                Limits.DEFAULT,
                Marking.NONE,
                ChunkEncoder::bestEncoder,
                new WorkerContext.Settings(name, 5, Duration.ofMillis(500), 32, false, Backoff.AT_WORK),
                failure -> {},
                Clock.systemUTC());
        JobClaimer claimer = new JobClaimer(
                new ClaimSettings(new KafkaConnection(kafka), Topics.WORKERS, Topics.RENDERS, name, GRACE),
                new JobWork(context, new RunningJobs(job -> false)),
                metrics);
        claimer.start();
        claimers.add(claimer);
        watchdogs.add(watchdog);
    }

    /** The process ends with it: a thousand workers that say goodbye one by one would take minutes. */
    @Override
    public void close() {
        claimers.forEach(JobClaimer::drain);
        watchdogs.forEach(WorkWatchdog::close);
        announcer.close();
        folders.close();
    }
}
