package dev.parley.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that reads one input after the other, watched from outside: it may crash, hang or take all memory. Of each
 * input it says {@code begin <number>}, any number of times {@code fault <words>}, and
 * {@code end <CPU milliseconds> <peak of resident memory, KiB> <what became of it>}.
 */
final class WatchedReader {
    /** Instead of a number: what is read is no input yet. */
    static final long NONE = -1;

    private static final long LOOK_MILLIS = 50;
    private static final long STALL_NANOS = 1_000_000_000;
    private static final int SIGNALS = 128;

    /** @param residentMib of the whole process, heap included */
    record Bounds(Duration perInput, long residentMib) {}

    /** @param number of the input; {@link #NONE} before the first */
    record Finding(long number, String what) {}

    private final Bounds bounds;
    private final Consumer<Finding> found;
    private final FuzzFigures figures;
    private volatile long number = NONE;
    private volatile long began = System.nanoTime();

    WatchedReader(Bounds bounds, Consumer<Finding> found, FuzzFigures figures) {
        this.bounds = bounds;
        this.found = found;
        this.figures = figures;
    }

    /**
     * Watches a program to its end, and ends it when it breaks the bounds or the time is over.
     *
     * @param end of {@link System#nanoTime}
     * @return the last input that it began, or {@link #NONE}
     */
    long watch(ProcessBuilder program, long end) throws IOException, InterruptedException {
        Process process = program.start();
        Thread listener = new Thread(() -> listen(process), "fuzz-listener");
        listener.start();
        boolean killed = false;
        long looked = System.nanoTime();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            long late = System.nanoTime() - looked - STALL_NANOS;
            looked += late + STALL_NANOS;
            // In what stopped the watcher as well, the reader could do nothing.
            began += Math.max(0, late);
            String broken = broken(process);
            if (broken != null || System.nanoTime() > end) {
                killed = true;
                process.destroyForcibly().waitFor();
                if (broken != null) {
                    found.accept(finding(broken));
                }
            }
        }
        listener.join();
        if (!killed && process.exitValue() != 0) {
            int status = process.exitValue();
            found.accept(finding(
                    status > SIGNALS ? "crash by signal " + (status - SIGNALS) : "ended with status " + status));
        }
        return number;
    }

    /** Of the input that is being read. */
    Finding finding(String what) {
        return new Finding(number, what);
    }

    private String broken(Process process) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (millis > bounds.perInput.toMillis()) {
            return "not done after %d ms".formatted(millis);
        }
        long resident = residentKib(process) >> 10;
        return resident > bounds.residentMib ? "takes %d MiB".formatted(resident) : null;
    }

    private static long residentKib(Process process) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
            return status.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }

    private void listen(Process process) {
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "begin" -> {
                        began = System.nanoTime();
                        number = Long.parseLong(words[1]);
                    }
                    case "fault" -> found.accept(finding(words[1]));
                    case "end" -> ended(words[1].split(" "));
                    default -> System.err.println(line);
                }
            }
        } catch (IOException killed) {
            // The watcher knows why.
        }
    }

    private void ended(String[] words) {
        long mib = Long.parseLong(words[1]) >> 10;
        figures.add(number, Long.parseLong(words[0]), mib, words[2]);
        if (mib > bounds.residentMib) {
            found.accept(finding("took %d MiB".formatted(mib)));
        }
    }
}
