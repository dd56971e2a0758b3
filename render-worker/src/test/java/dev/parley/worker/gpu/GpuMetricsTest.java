package dev.parley.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.Counters;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GpuMetricsTest {
    private final FakeNvml nvml = new FakeNvml();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private GpuMetrics gpus;

    @AfterEach
    void close() {
        gpus.close();
    }

    @Test
    void aGpuIsReadInUnitsOfPrometheus() {
        gpus = new GpuMetrics(registry, nvml);
        assertThat(value("parley_gpu_busy_ratio")).isEqualTo(0.87);
        assertThat(value("parley_gpu_memory_bytes")).isEqualTo(48L << 30);
        assertThat(value("parley_gpu_memory_used_bytes")).isEqualTo(40L << 30);
        assertThat(value("parley_gpu_power_watts")).isEqualTo(312.5);
        assertThat(value("parley_gpu_temperature_celsius")).isEqualTo(71);
        assertThat(value("parley_gpu_clock_hertz")).isEqualTo(2.52e9);
        assertThat(value("parley_gpu_memory_clock_hertz")).isEqualTo(9.001e9);
        assertThat(Counters.value(registry, "parley_gpu_energy_joules", "uuid", "GPU-1"))
                .isEqualTo(7.5);
    }

    @Test
    void everyReasonToBeSlowIsNamed() {
        gpus = new GpuMetrics(registry, nvml);
        assertThat(series("parley_gpu_throttled"))
                .containsEntry(reason("power_cap"), 1.0)
                .containsEntry(reason("hardware_thermal"), 1.0)
                .containsEntry(reason("software_thermal"), 0.0)
                .containsEntry(reason("power_brake"), 0.0);
    }

    @Test
    void errorsOfTheDriverAreCounted() {
        gpus = new GpuMetrics(registry, nvml);
        nvml.xids.add(31L);
        nvml.xids.add(79L);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Counters.value(registry, "parley_gpu_xid_errors", "uuid", "GPU-1"))
                        .isEqualTo(2));
        assertThat(value("parley_gpu_last_xid")).isEqualTo(79);
    }

    @Test
    void whatADriverDoesNotSayIsLeftOut() {
        nvml.utilization = FakeNvml.NOT_SUPPORTED;
        gpus = new GpuMetrics(registry, nvml);
        assertThat(series("parley_gpu_busy_ratio")).isEmpty();
        assertThat(series("parley_gpu_power_watts")).isNotEmpty();
    }

    @Test
    void aDriverThatDoesNotWorkIsNoFault() {
        nvml.init = 9; // NVML_ERROR_DRIVER_NOT_LOADED
        gpus = new GpuMetrics(registry, nvml);
        assertThat(registry.scrape()).isEmpty();
    }

    private static Labels reason(String word) {
        return Labels.of("reason", word, "uuid", "GPU-1");
    }

    private double value(String name) {
        return series(name).get(Labels.of("uuid", "GPU-1"));
    }

    private Map<Labels, Double> series(String name) {
        GaugeSnapshot found = (GaugeSnapshot)
                registry.scrape(name::equals).stream().findFirst().orElseThrow();
        return found.getDataPoints().stream()
                .collect(Collectors.toMap(point -> point.getLabels(), GaugeSnapshot.GaugeDataPointSnapshot::getValue));
    }
}
