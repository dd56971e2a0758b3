package dev.parley.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMetricsTest {
    @TempDir
    Path folder;

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @BeforeEach
    void aMachine() throws Exception {
        Path host = Files.writeString(
                folder.resolve("meminfo"),
                "MemTotal:       16000000 kB\nMemFree:          100000 kB\nMemAvailable:    8000000 kB\n");
        Path process =
                Files.writeString(folder.resolve("status"), "Name:\tjava\nVmHWM:\t  900000 kB\nVmRSS:\t  800000 kB\n");
        new HostMetrics(host, process).register(registry, folder);
    }

    @Test
    void memoryIsCountedInBytes() {
        assertThat(value("parley_host_memory_bytes")).isEqualTo(16_000_000 * 1024.0);
        assertThat(value("parley_host_memory_available_bytes")).isEqualTo(8_000_000 * 1024.0);
        assertThat(value("parley_process_resident_bytes")).isEqualTo(800_000 * 1024.0);
        assertThat(value("parley_process_resident_peak_bytes")).isEqualTo(900_000 * 1024.0);
    }

    @Test
    void theDiskIsThatOfTheScratchSpace() throws Exception {
        assertThat(value("parley_work_disk_bytes"))
                .isEqualTo(Files.getFileStore(folder).getTotalSpace());
        assertThat(value("parley_work_disk_free_bytes")).isPositive();
    }

    @Test
    void whatASystemDoesNotSayIsLeftOut() {
        PrometheusRegistry elsewhere = new PrometheusRegistry();
        Path missing = folder.resolve("missing");
        new HostMetrics(missing, missing).register(elsewhere, folder);
        assertThat(elsewhere.scrape("parley_host_memory_bytes"::equals).stream()
                        .flatMap(found -> found.getDataPoints().stream()))
                .isEmpty();
    }

    private double value(String name) {
        GaugeSnapshot found = (GaugeSnapshot)
                registry.scrape(name::equals).stream().findFirst().orElseThrow();
        return found.getDataPoints().get(0).getValue();
    }
}
