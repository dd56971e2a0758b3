package dev.parley.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * What a process of the farm takes of its machine.
 *
 * @param heapMiB that live objects take, after a full collection
 * @param residentMiB of the whole process
 */
record Footprint(String process, double heapMiB, double residentMiB, long threads, long files) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    static Footprint of(FarmProcess part) throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(part.pid()));
        // A histogram of what lives collects what does not.
        String histogram = said(jcmd(), Long.toString(part.pid()), "GC.class_histogram");
        String status = Files.readString(process.resolve("status"));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return new Footprint(
                    part.name(),
                    number(TOTAL, histogram) / 1048576.0,
                    number(RESIDENT, status) / 1024.0,
                    number(THREADS, status),
                    files.count());
        }
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    /** How many topics, partitions and groups the broker has. */
    static String ofBroker(String bootstrap) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            int topics = admin.listTopics().names().get().size();
            int groups = admin.listGroups().all().get().size();
            long bytes = admin
                    .describeLogDirs(List.of(admin.describeCluster()
                            .nodes()
                            .get()
                            .iterator()
                            .next()
                            .id()))
                    .allDescriptions()
                    .get()
                    .values()
                    .stream()
                    .flatMap(brokers -> brokers.values().stream())
                    .flatMap(dir -> dir.replicaInfos().values().stream())
                    .mapToLong(replica -> replica.size())
                    .sum();
            return "%d topics, %d groups, %.1f MiB in logs".formatted(topics, groups, bytes / 1048576.0);
        } catch (ExecutionException e) {
            return "unknown: " + e.getCause();
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "| %s | %.1f MiB | %.0f MiB | %d | %d |", process, heapMiB, residentMiB, threads, files);
    }
}
