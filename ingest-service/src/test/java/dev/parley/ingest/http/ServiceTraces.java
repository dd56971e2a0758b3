package dev.parley.ingest.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a service holds of its machine.
 *
 * @param heapMib that live objects take, after a full collection
 * @param scratch files of uploads under way
 * @param uploads resumable ones that the store knows
 */
record ServiceTraces(
        long heapMib, long residentMib, long threads, long open, Set<String> scratch, Set<String> uploads) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern UPLOAD = Pattern.compile("/uploads/([0-9a-f-]{36})/");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    /** Caches grow to their limits, and pools to what was asked of them at once. */
    private static final long MORE_HEAP = 40;

    private static final long MORE_FILES = 30;

    /** @param folder with the farm's data ({@code farm}), and where its processes put temporary files ({@code tmp}) */
    static ServiceTraces of(long pid, Path folder) throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(pid));
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // A histogram of what lives collects what does not.
        Process histogram = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").start();
        String classes = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String status = Files.readString(process.resolve("status"));
        Set<String> scratch = files(folder.resolve("tmp"));
        scratch.addAll(files(folder.resolve("farm/work")));
        scratch.removeIf(file -> !file.contains("/tmp/") && !file.contains("parley-input-"));
        Set<String> uploads = files(folder.resolve("farm/store")).stream()
                .flatMap(file -> UPLOAD.matcher(file).results())
                .map(upload -> upload.group(1))
                .collect(Collectors.toSet());
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new ServiceTraces(
                    number(TOTAL, classes) >> 20,
                    number(RESIDENT, status) >> 10,
                    number(THREADS, status),
                    open.count(),
                    scratch,
                    uploads);
        }
    }

    private static Set<String> files(Path folder) {
        if (!Files.exists(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /**
     * What is there now and should not be.
     *
     * @param announced names of resumable uploads whose beginners know of them
     * @param unanswered calls of which nobody knows what they began
     */
    List<String> faults(ServiceTraces before, Set<String> announced, long unanswered) {
        List<String> faults = new ArrayList<>();
        if (heapMib > before.heapMib + MORE_HEAP) {
            faults.add("the heap grew from %d to %d MiB".formatted(before.heapMib, heapMib));
        }
        if (open > before.open + MORE_FILES) {
            faults.add("open files grew from %d to %d".formatted(before.open, open));
        }
        Set<String> left = new TreeSet<>(scratch);
        left.removeAll(before.scratch);
        if (!left.isEmpty()) {
            faults.add("left in the scratch folder: " + left);
        }
        Set<String> nobodys = new TreeSet<>(uploads);
        nobodys.removeAll(before.uploads);
        nobodys.removeAll(announced);
        if (nobodys.size() > unanswered) {
            faults.add("%d uploads of nobody's in the store, as %s"
                    .formatted(nobodys.size(), nobodys.iterator().next()));
        }
        return faults;
    }

    @Override
    public String toString() {
        return "heap %d MiB, resident %d MiB, %d threads, %d open files, %d scratch files, %d resumable uploads"
                .formatted(heapMib, residentMib, threads, open, scratch.size(), uploads.size());
    }
}
