package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock among processes on a file of the data directory. The operating system lets go of it when a process dies. */
final class DataDirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Held alone, if nobody else holds it. */
    static Optional<DataDirectoryLock> tryAlone(Path file) throws IOException {
        FileChannel channel = open(file);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new DataDirectoryLock(channel));
            }
        } catch (OverlappingFileLockException heldByThisJvm) {
            // as good as held by another process
        }
        channel.close();
        return Optional.empty();
    }

    /** Held together with others who hold it so; waits for one who holds it alone. */
    static DataDirectoryLock together(Path file) throws IOException {
        FileChannel channel = open(file);
        channel.lock(0, Long.MAX_VALUE, true);
        return new DataDirectoryLock(channel);
    }

    /** Held alone; waits for all others. */
    static DataDirectoryLock alone(Path file) throws IOException {
        FileChannel channel = open(file);
        channel.lock();
        return new DataDirectoryLock(channel);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
