package dev.parley.worker.telemetry;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.WireName;
import dev.parley.kit.telemetry.Buckets;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** The worker's own numbers. Times are histograms, native and classic, in seconds. */
public final class WorkerMetrics {
    private static final String PREFIX = "parley_worker_";

    private final Clock clock;
    private final PrometheusRegistry registry;
    private final Counter claims;
    private final Counter renewals;
    private final Counter lostClaims;
    private final Counter unheardVerdicts;
    private final Counter attempts;
    private final Counter failures;
    private final Counter chunks;
    private final Counter resumedChunks;
    private final Counter overtakenChunks;
    private final Counter frames;
    private final Counter videoSeconds;
    private final Counter teaCacheComputed;
    private final Counter teaCacheSkipped;
    private final Histogram claimLatency;
    private final Histogram windowSeconds;
    private final Histogram stepSeconds;
    private final Histogram stageSeconds;
    private final Gauge busy;
    private final StateSet state;

    /** What the worker is doing. */
    public enum State {
        STARTING,
        IDLE,
        BUSY,
        DRAINING,
        STOPPING
    }

    /** How an attempt ended. */
    public enum Outcome {
        DONE,
        GIVEN_BACK,
        /** The job is rendered under another record. */
        DUPLICATE,
        DEAD_LETTER,
        LOST,
        CANCELLED
    }

    /** What an attempt spends its time on. */
    public enum Stage {
        DECODE,
        RENDER,
        ENCODE,
        UPLOAD,
        COMMIT
    }

    public WorkerMetrics(PrometheusRegistry registry, Clock clock) {
        this.clock = clock;
        this.registry = registry;
        claims = counter(registry, "claims", "Jobs claimed");
        renewals = counter(registry, "renewals", "Claims renewed");
        lostClaims = counter(registry, "lost_claims", "Claims that another worker had when they were due for renewal");
        unheardVerdicts = counter(registry, "unheard_verdicts", "Verdicts that no broker received");
        attempts = counter(registry, "attempts", "Attempts by outcome", "outcome");
        failures = counter(registry, "failures", "Attempts that failed, by fault", "fault");
        chunks = counter(registry, "chunks", "Chunks committed");
        resumedChunks = counter(registry, "resumed_chunks", "Chunks kept from an earlier attempt");
        overtakenChunks = counter(registry, "overtaken_chunks", "Chunks that another worker committed first");
        frames = counter(registry, "frames", "Frames committed");
        videoSeconds = counter(registry, "video_seconds", "Seconds of video committed");
        teaCacheComputed =
                counter(registry, "teacache_computed_steps", "Steps of jobs with TeaCache that were computed");
        teaCacheSkipped = counter(registry, "teacache_skipped_steps", "Steps skipped by TeaCache");
        claimLatency = histogram(
                registry, "claim_latency_seconds", "Time from publishing a ticket to its first claim", Buckets.jobs());
        windowSeconds = timesOf(registry, "window_seconds", "Time to render a window", "engine");
        stepSeconds = timesOf(registry, "step_seconds", "Time of a step within a window", "engine");
        stageSeconds = timesOf(registry, "stage_seconds", "Time spent in a stage of an attempt", "stage");
        busy = Gauge.builder()
                .name(PREFIX + "busy")
                .help("1 while the worker has a claim")
                .register(registry);
        state = StateSet.builder()
                .name(PREFIX + "state")
                .help("What the worker is doing")
                .states(State.class)
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            attempts.initLabelValues(label(outcome));
        }
        for (Fault fault : Fault.values()) {
            failures.initLabelValues(label(fault));
        }
        state(State.STARTING);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    private static Histogram timesOf(PrometheusRegistry registry, String name, String help, String label) {
        return histogram(registry, name, help, Buckets.work(), label);
    }

    private static Histogram histogram(
            PrometheusRegistry registry, String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(PREFIX + name)
                .help(help)
                .classicUpperBounds(bounds)
                .labelNames(labels)
                .register(registry);
    }

    private static String label(Enum<?> value) {
        return WireName.label(value);
    }

    public void state(State now) {
        for (State each : State.values()) {
            if (each == now) {
                state.setTrue(each);
            } else {
                state.setFalse(each);
            }
        }
        busy.set(now == State.BUSY ? 1 : 0);
    }

    /** @param member whether the worker would be handed a request now */
    public void membership(BooleanSupplier member) {
        GaugeWithCallback.builder()
                .name(PREFIX + "member")
                .help("1 while the worker is a member of its share group")
                .callback(callback -> callback.call(member.getAsBoolean() ? 1 : 0))
                .register(registry);
    }

    public void claimed(Instant publishedAt, int attempt) {
        claims.inc();
        if (attempt == 1) {
            double waited = Duration.between(publishedAt, clock.instant()).toMillis() / 1000.0;
            claimLatency.observe(Math.max(0, waited));
        }
    }

    public void renewed() {
        renewals.inc();
    }

    public void lost() {
        lostClaims.inc();
    }

    public void unheard() {
        unheardVerdicts.inc();
    }

    public void ended(Outcome outcome) {
        attempts.labelValues(label(outcome)).inc();
    }

    public void failed(Fault fault) {
        failures.labelValues(label(fault)).inc();
    }

    public void resumed(int count) {
        resumedChunks.inc(count);
    }

    public void overtaken() {
        overtakenChunks.inc();
    }

    public void committed(int frameCount) {
        chunks.inc();
        frames.inc(frameCount);
        videoSeconds.inc((double) frameCount / ChunkPlan.FRAMES_PER_SECOND);
    }

    public void window(Engine engine, Duration time) {
        windowSeconds.labelValues(WireName.of(engine)).observe(seconds(time));
        stage(Stage.RENDER, time);
    }

    public void step(Engine engine, Duration time) {
        stepSeconds.labelValues(WireName.of(engine)).observe(seconds(time));
    }

    /** The steps of a window with TeaCache. */
    public void teaCache(int computed, int skipped) {
        teaCacheComputed.inc(computed);
        teaCacheSkipped.inc(skipped);
    }

    public void stage(Stage stage, Duration time) {
        stageSeconds.labelValues(label(stage)).observe(seconds(time));
    }

    /** Runs one stage of an attempt and measures it, also when it fails. */
    public <T> T timed(Stage stage, Callable<T> call) throws Exception {
        long from = System.nanoTime();
        try {
            return call.call();
        } finally {
            stage(stage, Duration.ofNanos(System.nanoTime() - from));
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
