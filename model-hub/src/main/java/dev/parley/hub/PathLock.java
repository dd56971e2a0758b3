package dev.parley.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A lock among processes and among threads, on a file that is there for this only. The system lets go of it when a process
 * dies.
 */
final class PathLock implements AutoCloseable {
    /** The system's locks are a process's: threads must keep each other out. */
    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

    private final Semaphore threads;
    private final FileChannel channel;

    private PathLock(Semaphore threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /** What is done while nobody else does it. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Does {@code work} alone; {@code waiting} runs before if somebody else has to end first. */
    static void alone(Path file, Runnable waiting, Work work) throws IOException, InterruptedException {
        PathLock lock = take(file, waiting);
        try {
            work.run();
        } finally {
            lock.close();
        }
    }

    private static PathLock take(Path file, Runnable waiting) throws IOException, InterruptedException {
        Optional<PathLock> free = attempt(file);
        if (free.isPresent()) {
            return free.get();
        }
        waiting.run();
        Semaphore threads = threads(file);
        threads.acquire();
        return whileHolding(threads, file, channel -> channel.lock() != null).orElseThrow();
    }

    /** Nothing if somebody holds it. */
    static Optional<PathLock> attempt(Path file) throws IOException {
        Semaphore threads = threads(file);
        return threads.tryAcquire()
                ? whileHolding(threads, file, channel -> channel.tryLock() != null)
                : Optional.empty();
    }

    private interface Locking {
        boolean lock(FileChannel channel) throws IOException;
    }

    private static Optional<PathLock> whileHolding(Semaphore threads, Path file, Locking locking) throws IOException {
        Optional<PathLock> held = Optional.empty();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                held = locking.lock(channel) ? Optional.of(new PathLock(threads, channel)) : Optional.empty();
            } finally {
                if (held.isEmpty()) {
                    channel.close();
                }
            }
            return held;
        } finally {
            if (held.isEmpty()) {
                threads.release();
            }
        }
    }

    private static Semaphore threads(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), any -> new Semaphore(1));
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            threads.release();
        }
    }
}
