package dev.parley.child;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
        FileChannel channel = open(file);
        if (!locked(channel)) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new DirectoryLock(channel));
    }

    /** The lock, shared with others that ask for it so; waits for an exclusive holder. */
    public static DirectoryLock together(Path file) throws IOException {
        FileChannel channel = open(file);
        channel.lock(0, Long.MAX_VALUE, true);
        return new DirectoryLock(channel);
    }

    /** The exclusive lock; waits for all other holders. */
    public static DirectoryLock alone(Path file) throws IOException {
        FileChannel channel = open(file);
        channel.lock();
        return new DirectoryLock(channel);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisJvm) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
