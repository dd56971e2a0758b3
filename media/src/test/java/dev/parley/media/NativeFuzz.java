package dev.parley.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * For {@code tools/fuzz/run native}: spoilt pictures and recordings for FFmpeg and OpenCV, by the ways that files of
 * strangers go, in a process that may crash. What it does that it should not is a finding: to crash, to hang, to take
 * more memory than the limits of files allow, to leave files open, to open what a file asks for, to throw anything but a
 * refusal.
 */
final class NativeFuzz {
    private static final String HEAP = "320m"; // an embedded farm's ingest
    private static final int MOST_FINDINGS = 20;

    /** The largest picture allowed takes twelve bytes a pixel: as it is decoded, and converted. */
    private static final WatchedReader.Bounds BOUNDS = new WatchedReader.Bounds(Duration.ofSeconds(30), 320 + 1024);

    private final Path work;
    private final long seed;
    private final FuzzFigures figures = new FuzzFigures();
    private final List<WatchedReader.Finding> findings = Collections.synchronizedList(new ArrayList<>());

    /** @param work a folder of its own */
    NativeFuzz(Path work, long seed) {
        this.work = work;
        this.seed = seed;
    }

    /** Arguments: a folder, the seed, seconds, and optionally the only input to read. */
    public static void main(String[] args) throws Exception {
        NativeFuzz fuzz = new NativeFuzz(Path.of(args[0]).toAbsolutePath(), Long.parseLong(args[1]));
        boolean all = args.length < 4;
        long first = all ? 0 : Long.parseLong(args[3]);
        fuzz.run(first, all ? Long.MAX_VALUE : first + 1, Duration.ofSeconds(Long.parseLong(args[2])));
        System.out.println("native, seed %d: %s; %d findings".formatted(fuzz.seed, fuzz.figures, fuzz.findings.size()));
        System.exit(fuzz.findings.isEmpty() ? 0 : 1);
    }

    /** Reads inputs until they or the time end. */
    List<WatchedReader.Finding> run(long first, long end, Duration time) throws IOException, InterruptedException {
        Path specimens = Files.createDirectories(work.resolve("specimens"));
        WatchedReader[] reader = new WatchedReader[1];
        try (FuzzCanaries canaries = new FuzzCanaries(work, what -> found(reader[0].finding(what)))) {
            Specimens.make(specimens, canaries.names());
            long deadline = System.nanoTime() + time.toNanos();
            long next = first;
            while (next < end && System.nanoTime() < deadline && findings.size() < MOST_FINDINGS) {
                reader[0] = new WatchedReader(BOUNDS, this::found, figures);
                next = 1 + Math.max(next, reader[0].watch(child(specimens, next, end), deadline));
            }
        }
        return List.copyOf(findings);
    }

    long inputs() {
        return figures.inputs();
    }

    private ProcessBuilder child(Path specimens, long next, long end) {
        ProcessBuilder child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx" + HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + work.resolve("crash-%p.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StrangersFiles.class.getName(),
                        specimens.toString(),
                        work.resolve("input").toString(),
                        Long.toString(seed),
                        Long.toString(next),
                        Long.toString(end))
                .directory(work.toFile())
                .redirectErrorStream(true);
        child.environment().put("MALLOC_ARENA_MAX", "2"); // as a farm starts its ingest
        return child;
    }

    private void found(WatchedReader.Finding finding) {
        findings.add(finding);
        System.out.println("FOUND seed %d input %d: %s".formatted(seed, finding.number(), finding.what()));
    }
}
