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
        try {
            FileChannel channel = open(file);
            channel.lock();
            return new PathLock(threads, channel);
        } catch (IOException | RuntimeException e) {
            threads.release();
            throw e;
        }
    }

    /** Nothing if somebody holds it. */
    static Optional<PathLock> attempt(Path file) throws IOException {
        Semaphore threads = threads(file);
        if (!threads.tryAcquire()) {
            return Optional.empty();
        }
        try {
            FileChannel channel = open(file);
            if (channel.tryLock() != null) {
                return Optional.of(new PathLock(threads, channel));
            }
            channel.close();
        } catch (IOException | RuntimeException e) {
            threads.release();
            throw e;
        }
        threads.release();
        return Optional.empty();
    }

    private static Semaphore threads(Path file) {
        return THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), any -> new Semaphore(1));
    }

    private static FileChannel open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        threads.release();
    }
}
