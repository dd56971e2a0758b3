package dev.parley.worker.telemetry;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.WireName;
import dev.parley.kit.telemetry.Buckets;
import dev.parley.kit.telemetry.Exemplar;
import dev.parley.kit.telemetry.TenantLabels;
import dev.parley.worker.quality.Defect;
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
    private final Counter defects;
    private final Counter frames;
    private final Counter videoSeconds;
    private final Counter gpuSeconds;
    private final Counter wastedGpuSeconds;
    private final TenantLabels tenants = new TenantLabels();
    private final Counter teaCacheComputed;
    private final Counter teaCacheSkipped;
    private final Histogram claimLatency;
    private final Histogram windowSeconds;
    private final Histogram stepSeconds;
    private final Histogram stageSeconds;
    private final Histogram cancelSeconds;
    private final Histogram etaError;
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
        CANCELLED,
        /** It gave way to a more urgent job. */
        YIELDED
    }

    /** Why the device worked for nothing. */
    public enum Waste {
        /** Rendered and not committed: the attempt failed, or its worker stopped or lost its claim. */
        RETRY,
        /** All of an attempt that was called off. */
        CANCEL,
        /** Frames that a window renders again to go on from them. */
        OVERLAP,
        /** Frames of a last window that lie beyond the video's end. */
        TAIL
    }

    /** What an attempt spends its time on. */
    public enum Stage {
        DECODE,
        /** Text, picture and voices become what the model works on; the first time it is opened as well. */
        PREPARE,
        RENDER,
        /** The part of {@link #RENDER} that is steps. */
        DENOISE,
        /** The part of {@link #RENDER} in which the VAE makes pictures. */
        VAE_DECODE,
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
        defects = counter(registry, "defects", "Windows that came out broken, by what was wrong", "defect");
        frames = counter(registry, "frames", "Frames committed");
        videoSeconds = counter(registry, "video_seconds", "Seconds of video committed", "engine", "tenant");
        gpuSeconds = counter(
                registry,
                "gpu_seconds",
                "Seconds that jobs had the device, a GPU or else the machine's cores; beyond 20 tenants the rest is one",
                "engine",
                "tenant");
        wastedGpuSeconds = counter(registry, "wasted_gpu_seconds", "Those of them that came to nothing", "reason");
        for (Waste waste : Waste.values()) {
            wastedGpuSeconds.initLabelValues(label(waste));
        }
        teaCacheComputed =
                counter(registry, "teacache_computed_steps", "Steps of jobs with TeaCache that were computed");
        teaCacheSkipped = counter(registry, "teacache_skipped_steps", "Steps skipped by TeaCache");
        claimLatency = histogram(
                registry, "claim_latency_seconds", "Time from publishing a ticket to its first claim", Buckets.jobs());
        windowSeconds = timesOf(registry, "window_seconds", "Time to render a window", "engine");
        stepSeconds = timesOf(registry, "step_seconds", "Time of a step within a window", "engine");
        stageSeconds = timesOf(registry, "stage_seconds", "Time spent in a stage of an attempt", "stage");
        cancelSeconds = histogram(
                registry,
                "cancel_seconds",
                "Time from hearing of a cancellation to the end of the work",
                Buckets.work());
        etaError = histogram(
                registry,
                "eta_error_ratio",
                "By how much an attempt's first estimate of what is left was wrong, as a share of what it was",
                new double[] {0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5});
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
        for (Defect defect : Defect.values()) {
            defects.initLabelValues(label(defect));
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

    /** A window came out broken. */
    public void defect(Defect defect) {
        defects.labelValues(label(defect)).inc();
    }

    public void overtaken() {
        overtakenChunks.inc();
    }

    public void committed(Engine engine, String tenant, int frameCount) {
        chunks.inc();
        frames.inc(frameCount);
        videoSeconds
                .labelValues(WireName.of(engine), tenants.of(tenant))
                .inc((double) frameCount / ChunkPlan.FRAMES_PER_SECOND);
    }

    void used(Engine engine, String tenant, Duration time) {
        gpuSeconds.labelValues(WireName.of(engine), tenants.of(tenant)).inc(seconds(time));
    }

    void wasted(Waste why, Duration time) {
        wastedGpuSeconds.labelValues(label(why)).inc(seconds(time));
    }

    public void window(JobId job, Engine engine, Duration time) {
        windowSeconds.labelValues(WireName.of(engine)).observeWithExemplar(seconds(time), Exemplar.of(job));
        stage(Stage.RENDER, time);
    }

    /** The work on a job that was called off has ended. */
    public void cancelled(JobId job, Duration sinceItWas) {
        cancelSeconds.observeWithExemplar(seconds(sinceItWas), Exemplar.of(job));
    }

    /**
     * All windows are rendered.
     *
     * @param estimated what the first estimate said
     * @param took from then on
     */
    public void estimated(JobId job, Duration estimated, Duration took) {
        double error = Math.abs(seconds(estimated) - seconds(took)) / Math.max(0.001, seconds(took));
        etaError.observeWithExemplar(error, Exemplar.of(job));
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
