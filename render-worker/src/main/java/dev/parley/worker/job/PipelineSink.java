package dev.parley.worker.job;

import dev.parley.contracts.Phase;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.WireName;
import dev.parley.kit.trace.TraceSpan;
import dev.parley.media.Picture;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.claim.StoppedException;
import dev.parley.worker.job.WorkWatchdog.Watch;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.telemetry.WorkerMetrics;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Where an engine puts one window: frames go onto the pipeline, steps into metrics and progress. */
final class PipelineSink implements WindowSink {
    private final ChunkPipeline pipeline;
    private final Stop stop;
    private final Watch watch;
    private final Consumer<Picture> onlooker;
    private final WorkerMetrics metrics;
    private final ProgressReport progress;
    private final Engine engine;
    private final int window;
    private final boolean leaves;
    private LeftWindow left; // null unless it was
    private final long startedAt = System.nanoTime();
    private long waitedNanos;
    private long stepsNanos;
    private Phase phase; // null until the engine names one
    private long phaseFrom;

    PipelineSink(
            ChunkPipeline pipeline,
            Stop stop,
            Watch watch,
            Consumer<Picture> onlooker,
            WorkerMetrics metrics,
            ProgressReport progress,
            Engine engine,
            int window,
            boolean leaves) {
        this.leaves = leaves;
        this.pipeline = pipeline;
        this.stop = stop;
        this.watch = watch;
        this.onlooker = onlooker;
        this.metrics = metrics;
        this.progress = progress;
        this.engine = engine;
        this.window = window;
    }

    @Override
    public void frame(Picture frame) throws InterruptedException {
        onlooker.accept(frame);
        long from = System.nanoTime();
        watch.rests();
        try {
            pipeline.frame(frame);
        } finally {
            watch.worksAgain();
        }
        waitedNanos += System.nanoTime() - from;
    }

    @Override
    public void step(int step, int steps) {
        check();
        watch.step(step, steps);
        long before = stepsNanos;
        stepsNanos = rendered().toNanos();
        metrics.step(engine, Duration.ofNanos(stepsNanos - before));
        progress.step(window, step, steps);
        TraceSpan.event("step", "parley.step", step);
    }

    @Override
    public void phase(Phase next) {
        if (next == Phase.DECODING) {
            check();
        } else {
            stop.check();
        }
        endPhase();
        phase = next;
        progress.phase(next);
        TraceSpan.event(WireName.label(next), "parley.window", window);
    }

    /** The phase at hand is over, or the window. */
    void endPhase() {
        long now = rendered().toNanos();
        Duration took = Duration.ofNanos(now - phaseFrom);
        phaseFrom = now;
        if (phase == Phase.RENDERING) {
            metrics.stage(Stage.DENOISE, took);
        } else if (phase == Phase.DECODING) {
            metrics.stage(Stage.VAE_DECODE, took);
        }
        phase = null;
    }

    @Override
    public void teaCache(int computed, int skipped) {
        metrics.teaCache(computed, skipped);
    }

    @Override
    public boolean leaves() {
        return stop.reason() != null && stop.leavesTime();
    }

    @Override
    public RuntimeException left(LeftWindow rest) {
        left = rest;
        return new StoppedException(stop.reason());
    }

    /** The window, if it was left. */
    Optional<LeftWindow> left() {
        return Optional.ofNullable(left);
    }

    /** Where there is time, a window is not broken off but left at its next step, or ended. */
    @Override
    public void check() {
        if (!(leaves && stop.leavesTime())) {
            stop.check();
        }
    }

    /** How long the engine has worked on the window; what it waited for the encoder does not count. */
    Duration rendered() {
        return Duration.ofNanos(System.nanoTime() - startedAt - waitedNanos);
    }
}
