package dev.parley.worker.gpu;

import dev.parley.contracts.WireName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The GPUs of this process, read when somebody scrapes: microseconds each. Without a driver there are no such metrics.
 * Workers that share a machine may see the same GPU; its {@code uuid} says so.
 */
public final class GpuMetrics implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GpuMetrics.class);
    private static final String UUID = "uuid";

    private final List<Gpu> gpus;
    private final XidWatch xids;

    public static GpuMetrics of(PrometheusRegistry registry) {
        return Nvml.find()
                .map(nvml -> new GpuMetrics(registry, nvml))
                .orElseGet(() -> new GpuMetrics(List.of(), XidWatch.NONE));
    }

    GpuMetrics(PrometheusRegistry registry, Nvml nvml) {
        this(Gpu.all(nvml), nvml, registry);
    }

    private GpuMetrics(List<Gpu> gpus, Nvml nvml, PrometheusRegistry registry) {
        this(gpus, gpus.isEmpty() ? XidWatch.NONE : watch(gpus, nvml, registry));
        if (!gpus.isEmpty()) {
            register(registry);
            gpus.forEach(gpu -> LOG.infof("gpu  uuid=%s name=%s", gpu.uuid(), gpu.name()));
        }
    }

    private GpuMetrics(List<Gpu> gpus, XidWatch xids) {
        this.gpus = gpus;
        this.xids = xids;
    }

    private static XidWatch watch(List<Gpu> gpus, Nvml nvml, PrometheusRegistry registry) {
        // The number is no label of the counter: a series that begins with the first error would be no increase.
        Counter errors = Counter.builder()
                .name("parley_gpu_xid_errors_total")
                .help("Errors (XIDs) that the driver reported while this process ran")
                .labelNames(UUID)
                .register(registry);
        Gauge latest = Gauge.builder()
                .name("parley_gpu_last_xid")
                .help("The number of the latest of them; 0 before the first")
                .labelNames(UUID)
                .register(registry);
        gpus.forEach(gpu -> {
            errors.initLabelValues(gpu.uuid());
            latest.initLabelValues(gpu.uuid());
        });
        return XidWatch.of(nvml, gpus, (gpu, xid) -> {
            LOG.errorf("gpu error  uuid=%s xid=%d", gpu.uuid(), xid);
            latest.labelValues(gpu.uuid()).set(xid);
            errors.labelValues(gpu.uuid()).inc();
        });
    }

    private void register(PrometheusRegistry registry) {
        Info info = Info.builder()
                .name("parley_gpu_info")
                .help("What kind of GPU it is")
                .labelNames(UUID, "name")
                .register(registry);
        gpus.forEach(gpu -> info.addLabelValues(gpu.uuid(), gpu.name()));
        gauge(registry, "parley_gpu_busy_ratio", "For how much of the last second something ran on it", Gpu::busy);
        gauge(registry, "parley_gpu_memory_bytes", "Its memory", gpu -> gpu.memory(memory -> memory.total));
        gauge(
                registry,
                "parley_gpu_memory_used_bytes",
                "What all processes hold of it",
                gpu -> gpu.memory(memory -> memory.used));
        gauge(registry, "parley_gpu_power_watts", "What it draws", Gpu::watts);
        gauge(registry, "parley_gpu_temperature_celsius", "How hot the chip is", Gpu::celsius);
        gauge(registry, "parley_gpu_clock_hertz", "Its multiprocessors' clock", gpu -> gpu.hertz(Nvml.CLOCK_SM));
        gauge(registry, "parley_gpu_memory_clock_hertz", "Its memory's clock", gpu -> gpu.hertz(Nvml.CLOCK_MEMORY));
        CounterWithCallback.builder()
                .name("parley_gpu_energy_joules_total")
                .help("What it has drawn since its driver was loaded")
                .labelNames(UUID)
                .callback(callback ->
                        gpus.forEach(gpu -> gpu.joules().ifPresent(joules -> callback.call(joules, gpu.uuid()))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_gpu_throttled")
                .help("1 while its clocks are lowered for this reason")
                .labelNames(UUID, "reason")
                .callback(callback -> gpus.forEach(gpu -> throttled(gpu, callback)))
                .register(registry);
    }

    private static void throttled(Gpu gpu, GaugeWithCallback.Callback callback) {
        OptionalLong reasons = gpu.throttled();
        if (reasons.isPresent()) {
            for (Throttle reason : Throttle.values()) {
                callback.call(reason.in(reasons.getAsLong()) ? 1 : 0, gpu.uuid(), WireName.label(reason));
            }
        }
    }

    private void gauge(PrometheusRegistry registry, String name, String help, Function<Gpu, OptionalDouble> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(UUID)
                .callback(callback ->
                        gpus.forEach(gpu -> value.apply(gpu).ifPresent(number -> callback.call(number, gpu.uuid()))))
                .register(registry);
    }

    @Override
    public void close() {
        xids.close();
    }
}
