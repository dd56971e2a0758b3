package dev.parley.child;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock between processes on a file of a data directory. The operating system releases it when the process ends. */
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The exclusive lock, or nothing if anyone else holds the lock. */
    public static Optional<DirectoryLock> tryAlone(Path file) throws IOException {
        return locked(file, channel -> tryLock(channel) != null);
    }

    /** The lock, shared with others that ask for it so; waits for an exclusive holder. */
    public static DirectoryLock together(Path file) throws IOException {
        return locked(file, channel -> channel.lock(0, Long.MAX_VALUE, true) != null)
                .orElseThrow();
    }

    /** The exclusive lock; waits for all other holders. */
    public static DirectoryLock alone(Path file) throws IOException {
        return locked(file, channel -> channel.lock() != null).orElseThrow();
    }

    private interface Locking {
        boolean lock(FileChannel channel) throws IOException;
    }

    private static Optional<DirectoryLock> locked(Path file, Locking locking) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = locking.lock(channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new DirectoryLock(channel)) : Optional.empty();
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisJvm) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
