package dev.parley.assembler;

import dev.parley.contracts.Fault;
import dev.parley.contracts.WireName;
import dev.parley.kit.telemetry.Buckets;
import dev.parley.kit.trace.TraceSpan;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** What an operator wants to know of this service. */
@ApplicationScoped
class AssemblerMetrics {
    /** What takes time. */
    enum Stage {
        DOWNLOAD,
        STITCH,
        SIGN,
        CHECK,
        UPLOAD
    }

    private final PrometheusRegistry registry;
    private final Counter assemblies;
    private final Counter failures;
    private final Counter givenBack;
    private final Counter notUnderstood;
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter videoSeconds;
    private final Histogram stages;
    private final Histogram avDelta;

    @Inject
    AssemblerMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        assemblies = counter("parley_assembler_assemblies", "Jobs this service has finished", "outcome");
        for (Outcome outcome : Outcome.values()) {
            assemblies.initLabelValues(outcome.word());
        }
        failures = counter("parley_assembler_failures", "Jobs that failed here, by kind of fault", "fault");
        for (Fault fault : Fault.values()) {
            failures.initLabelValues(WireName.label(fault));
        }
        givenBack =
                counter("parley_assembler_given_back", "Assemblies released because store or broker did not respond");
        notUnderstood = counter("parley_assembler_not_understood", "Records on the chunks topic that are not chunks");
        bytesIn = counter("parley_assembler_read_bytes", "Bytes of chunks and recordings read from the store");
        bytesOut = counter("parley_assembler_written_bytes", "Bytes of videos written to the store");
        videoSeconds = counter("parley_assembler_video_seconds", "Seconds of finished video");
        stages = Histogram.builder()
                .name("parley_assembler_stage_seconds")
                .help("How long each stage of an assembly takes")
                .labelNames("stage")
                .classicUpperBounds(Buckets.work())
                .register(registry);
        avDelta = Histogram.builder()
                .name("parley_assembler_av_delta_seconds")
                .help("Difference between the ends of audio and video")
                .classicUpperBounds(0.001, 0.005, 0.01, 0.02, 0.04, 0.1, 1)
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    void backlog(DoubleSupplier jobs, DoubleSupplier oldestSeconds) {
        gauge("parley_assembler_backlog", "Jobs with all chunks that are not assembled yet", jobs);
        gauge("parley_assembler_backlog_oldest_seconds", "Age of the oldest of these jobs", oldestSeconds);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** Does the work, as a part of the trace as well. */
    <T> T timed(Stage stage, Supplier<T> work) {
        String label = WireName.label(stage);
        TraceSpan span = TraceSpan.of(label).enter();
        try (span) {
            return stages.labelValues(label).time(work);
        }
    }

    void done(Outcome outcome) {
        assemblies.labelValues(outcome.word()).inc();
    }

    void failed(Fault fault) {
        failures.labelValues(WireName.label(fault)).inc();
    }

    void givenBack() {
        givenBack.inc();
    }

    void notUnderstood() {
        notUnderstood.inc();
    }

    void read(long bytes) {
        bytesIn.inc(bytes);
    }

    void written(long bytes, double seconds) {
        bytesOut.inc(bytes);
        videoSeconds.inc(seconds);
    }

    void avDelta(double seconds) {
        avDelta.observe(seconds);
    }
}
