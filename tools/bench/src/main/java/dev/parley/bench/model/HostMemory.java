package dev.parley.bench.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The most memory of its own that this process held since it was opened, every 50 ms. Pages of mapped files do not count:
 * the kernel takes them back when it needs them.
 */
final class HostMemory implements AutoCloseable {
    private final AtomicLong mostKilobytes = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "host memory");
        thread.setDaemon(true);
        return thread;
    });

    static HostMemory watch() {
        HostMemory memory = new HostMemory();
        memory.clock.scheduleAtFixedRate(memory::look, 0, 50, TimeUnit.MILLISECONDS);
        return memory;
    }

    private void look() {
        try {
            long now = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("RssAnon") || line.startsWith("RssShmem"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            mostKilobytes.accumulateAndGet(now, Math::max);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In words, with its unit. */
    String peak() {
        return Report.text("%d MiB of the host's", mostKilobytes.get() >> 10);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
