package dev.parley.worker;

import dev.parley.contracts.Command;
import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import dev.parley.kit.DaemonThreads;
import dev.parley.kit.Instance;
import dev.parley.kit.admission.Engines;
import dev.parley.kit.admission.LimitsConfig;
import dev.parley.kit.kafka.CancelledJobs;
import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.kit.mark.FarmMark;
import dev.parley.kit.mark.WatermarkConfig;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.watermark.FrameMarker;
import dev.parley.watermark.MarkKey;
import dev.parley.worker.claim.ClaimSettings;
import dev.parley.worker.claim.JobClaimer;
import dev.parley.worker.gpu.GpuMetrics;
import dev.parley.worker.job.Announcer;
import dev.parley.worker.job.JobWork;
import dev.parley.worker.job.Marking;
import dev.parley.worker.job.RunningJobs;
import dev.parley.worker.job.WorkFolders;
import dev.parley.worker.job.WorkWatchdog;
import dev.parley.worker.job.WorkerContext;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.supply.ModelSupply;
import dev.parley.worker.telemetry.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts the worker together, starts it when the farm can be reached, and ends it. */
@ApplicationScoped
class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Duration CATCH_UP = Duration.ofMinutes(10);
    /** A test takes a second or two; a device that hangs would keep the worker from claiming for good, and say nothing. */
    private static final Duration TEST = Duration.ofMinutes(5);

    @Inject
    WorkerConfig config;

    @Inject
    Instance instance;

    @Inject
    ObjectStore store;

    @Inject
    Announcer announcer;

    @Inject
    LimitsConfig limits;

    @Inject
    Engines engines;

    @Inject
    CancelledJobs commands;

    @Inject
    PrometheusRegistry registry;

    @Inject
    WatermarkConfig watermark;

    @Inject
    ModelSupply supply;

    @Inject
    Clock clock;

    @Inject
    @All
    List<Renderer> renderers;

    @Inject
    KafkaConnection kafka;

    @ConfigProperty(name = "parley.work.dir", defaultValue = "${java.io.tmpdir}")
    Path workDir;

    private Fitness fitness;
    private WorkFolders folders;
    private WorkWatchdog watchdog;
    private JobClaimer claimer;
    private GpuMetrics gpus;

    /** Channels, topics and bucket are there: their observers come first. */
    void onStart(@Observes StartupEvent event) {
        WorkerMetrics metrics = new WorkerMetrics(registry, clock);
        gpus = GpuMetrics.of(registry);
        RunningJobs running = new RunningJobs(commands::isCancelled);
        commands.onCancel(running::cancel);
        commands.onDrain(this::drain);
        commands.onYield(order -> running.giveWay(order.jobId()));
        folders = WorkFolders.open(workDir);
        watchdog = new WorkWatchdog(
                new WorkWatchdog.Limits(config.windowTimeout(), config.stepTimeout(), config.hangGrace()),
                Worker::endNow);
        fitness = new Fitness(
                instance.name(), renderers.stream().filter(this::isAvailable).toList());
        claimer = new JobClaimer(
                claimSettings(), fitness.watched(work(metrics, running), () -> claimer.drain()), metrics);
        metrics.membership(claimer::isMember);
        if (config.claims()) {
            DaemonThreads.named("worker-start").newThread(this::claim).start();
        }
    }

    /** An engine whose model is yet to come counts as well. */
    private boolean isAvailable(Renderer renderer) {
        return engines.available().contains(renderer.engine()) || supply.isAsked() && renderer.hasModel();
    }

    private void drain(Command.DrainWorker command) {
        if (instance.name().equals(command.worker())) {
            LOG.infof("draining  reason=%s", command.reason());
            claimer.drain();
        }
    }

    private ClaimSettings claimSettings() {
        return new ClaimSettings(kafka, Topics.WORKERS, Topics.RENDERS, instance.name(), config.stopGrace());
    }

    /** The watermark comes last, so that it is below the visible mark, too. */
    private Marking marking() {
        return Marking.VISIBLE.then(watermarking());
    }

    private Marking watermarking() {
        if (!watermark.enabled()) {
            LOG.warn("videos are not marked  setting=PARLEY_WATERMARK_ENABLED");
            return Marking.NONE;
        }
        FarmMark farm = FarmMark.of(watermark, store);
        MarkKey key = watermark.pattern();
        return plan -> Marking.by(new FrameMarker(plan.width(), plan.height(), key, farm.payload(plan.jobId())));
    }

    private JobWork work(WorkerMetrics metrics, RunningJobs running) {
        WorkerContext context = new WorkerContext(
                store,
                announcer,
                renderers.stream().collect(Collectors.toMap(Renderer::engine, Function.identity())),
                folders,
                watchdog,
                metrics,
                limits.media(),
                marking(),
                () -> config.encoder().orElseGet(ChunkEncoder::bestEncoder),
                new WorkerContext.Settings(
                        instance.name(),
                        config.deliveryLimit(),
                        config.progressEvery(),
                        config.framesInFlight(),
                        config.qualityGate(),
                        Backoff.AT_WORK),
                this::deviceFailed,
                clock);
        return new JobWork(context, running);
    }

    /** Jobs that were canceled before this worker started must not be claimed. */
    private void claim() {
        supply.bring();
        if (!isFit()) {
            return;
        }
        // Looking for encoders loads FFmpeg the first time, which takes a second or two that no job should wait for.
        String encoder = config.encoder().orElseGet(ChunkEncoder::bestEncoder);
        Backoff.AT_START.until("the commands are read", () -> {
            commands.awaitCaughtUp(CATCH_UP);
            return null;
        });
        LOG.infof("worker claims  worker=%s encoder=%s", instance.name(), encoder);
        claimer.start();
    }

    private boolean isFit() {
        try {
            return watchdog.within(TEST, "the test of this machine", fitness::isFit);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot test this machine", e);
        }
    }

    /** Whether it has heard all commands and is a member of the group that jobs are handed out to. */
    boolean isReady() {
        return commands.caughtUp() && (!config.claims() || claimer != null && claimer.isMember());
    }

    /** What is wrong with this machine, where it claims nothing for that. */
    Optional<String> problem() {
        return fitness == null ? Optional.empty() : fitness.problem();
    }

    /** Which models are yet to come, where nothing is claimed for that. */
    Optional<String> missingModels() {
        return supply.missing();
    }

    boolean isDraining() {
        return claimer != null && claimer.isDraining();
    }

    void onStop(@Observes ShutdownEvent event) {
        if (claimer == null) {
            return;
        }
        claimer.close();
        gpus.close();
        watchdog.close();
        folders.close();
    }

    /** CUDA recovers in a new process only, which also tries the machine before it claims anything. */
    private void deviceFailed(String what) {
        fitness.found(what);
        DaemonThreads.named("device-failed")
                .newThread(() -> {
                    claimer.awaitDrained();
                    LOG.error("exiting, for the device has failed");
                    endNow();
                })
                .start();
    }

    /** Native code that hangs lets no shutdown through. The claim is free as soon as the connection is closed. */
    private static void endNow() {
        Runtime.getRuntime().halt(70);
    }
}
