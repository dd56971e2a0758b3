package dev.parley.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.bench.model.Report;
import dev.parley.hub.FakeHub;
import dev.parley.hub.HubSettings;
import dev.parley.hub.ModelBundle;
import dev.parley.hub.ModelBundle.HubSource;
import dev.parley.hub.ModelBundle.WantedFile;
import dev.parley.hub.ModelCatalog;
import dev.parley.hub.ModelPull;
import dev.parley.hub.PullListener;
import dev.parley.hub.PullPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast a large model file is pulled from a hub on the same machine, by a process of its own, and what it holds. */
@Command(name = "pull", description = "A large model file, pulled from a hub on this machine.")
final class PullBench implements Callable<Integer> {
    private static final String REPOSITORY = "someone/model";
    private static final String FILE = "weights.safetensors";

    @Option(names = "--megabytes", defaultValue = "2000", description = "Of the file; default: ${DEFAULT-VALUE}.")
    int megabytes;

    @Option(names = "--heap", defaultValue = "96m", description = "Of the pulling process; default: ${DEFAULT-VALUE}.")
    String heap;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Option(names = "--flags", split = " ", description = "More for the pulling JVM, such as -XX:TieredStopAtLevel=1.")
    List<String> flags = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        byte[] content = new byte[Math.multiplyExact(megabytes, 1_000_000)];
        new Random(1).nextBytes(content);
        hashing(content);
        try (FakeHub hub = new FakeHub().with(REPOSITORY, FILE, content)) {
            for (int round = 0; round < rounds; round++) {
                Path folder = Files.createTempDirectory("parley-bench-");
                double before = cpuSeconds();
                int exit = pulling(hub, folder).waitFor();
                Files.deleteIfExists(folder.resolve("model").resolve(FILE));
                if (exit != 0) {
                    return exit;
                }
                Report.line("hub:  %.1f s of CPU time", cpuSeconds() - before);
            }
        }
        return 0;
    }

    /** What no pull can do without. */
    private static void hashing(byte[] content) {
        FakeHub.sha256(content); // compiles it
        double before = cpuSeconds();
        FakeHub.sha256(content);
        Report.line("SHA-256 alone: %.1f s of CPU time", cpuSeconds() - before);
    }

    private Process pulling(FakeHub hub, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap, "-XX:+UseSerialGC"));
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Pulling.class.getName(),
                hub.url().toString(),
                folder.toString()));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    /** The process that pulls. */
    static final class Pulling {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[1]);
            HubSettings settings = HubSettings.of(
                    Map.of(
                            "HF_ENDPOINT",
                            args[0],
                            "HF_HOME",
                            folder.resolve("cache").toString()),
                    Optional.empty());
            HubSource source =
                    new HubSource(REPOSITORY, "main", "mit", List.of(new WantedFile(FILE, FILE, null, null)));
            ModelCatalog catalog =
                    new ModelCatalog(List.of(new ModelBundle("it", "model", "", List.of(), List.of(source))));
            ModelPull pull = new ModelPull(catalog, settings, folder, PullListener.SILENT);
            PullPlan plan = pull.plan(List.of("it"), false);
            double started = cpuSeconds();
            long begin = System.nanoTime();
            pull.run(plan);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Report.line(
                    "pull: %.2f GB in %.2f s = %.0f MB/s, %.1f s of CPU time (%.1f before it began), "
                            + "heap at most %.0f MB, %d MB resident at most",
                    plan.bytes() / 1e9,
                    seconds,
                    plan.bytes() / 1e6 / seconds,
                    cpuSeconds(),
                    started,
                    peakHeap() / 1e6,
                    peakResident() >> 10);
        }

        private static long peakHeap() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                    .sum();
        }

        /** In KiB. */
        private static long peakResident() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }
}
