package dev.parley.kit.telemetry;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The memory and the disk that a service has. What the kernel does not say, as on other systems than Linux, is left out.
 * Heap and processor are measured by Micrometer.
 */
final class HostMetrics {
    private static final String KIBIBYTES = "kB";

    private final Path host;
    private final Path process;

    /**
     * @param host in the form of {@code /proc/meminfo}
     * @param process in the form of {@code /proc/self/status}
     */
    HostMetrics(Path host, Path process) {
        this.host = host;
        this.process = process;
    }

    static HostMetrics ofLinux() {
        return new HostMetrics(Path.of("/proc/meminfo"), Path.of("/proc/self/status"));
    }

    void register(PrometheusRegistry registry, Path workDir) {
        bytes(registry, "parley_host_memory_bytes", "Memory of the machine", () -> line(host, "MemTotal"));
        bytes(
                registry,
                "parley_host_memory_available_bytes",
                "Memory of the machine that programs can still have",
                () -> line(host, "MemAvailable"));
        bytes(
                registry,
                "parley_process_resident_bytes",
                "Memory that this process holds, outside of its heap too",
                () -> line(process, "VmRSS"));
        bytes(
                registry,
                "parley_process_resident_peak_bytes",
                "The most memory that this process has held",
                () -> line(process, "VmHWM"));
        bytes(
                registry,
                "parley_work_disk_bytes",
                "Size of the file system with the scratch space",
                () -> disk(workDir, FileStore::getTotalSpace));
        bytes(
                registry,
                "parley_work_disk_free_bytes",
                "What is free of it",
                () -> disk(workDir, FileStore::getUsableSpace));
    }

    private static void bytes(PrometheusRegistry registry, String name, String help, Supplier<OptionalLong> value) {
        GaugeWithCallback.builder()
                .name(name)
                .unit(Unit.BYTES)
                .help(help)
                .callback(callback -> value.get().ifPresent(callback::call))
                .register(registry);
    }

    /** As in {@code MemTotal:       16303428 kB}. */
    private static OptionalLong line(Path file, String name) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return lines.stream()
                .filter(line -> line.startsWith(name + ":") && line.endsWith(KIBIBYTES))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst();
    }

    private interface Space {
        long in(FileStore store) throws IOException;
    }

    private static OptionalLong disk(Path folder, Space space) {
        try {
            return OptionalLong.of(space.in(Files.getFileStore(folder)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
