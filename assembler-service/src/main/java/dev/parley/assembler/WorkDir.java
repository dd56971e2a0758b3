package dev.parley.assembler;

import dev.parley.contracts.JobId;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.jboss.logging.Logger;

/**
 * Scratch space. Each process has a folder of its own, so several may share a disk; a lock beside it says that the
 * process lives, and the operating system lets go of that lock however the process ends. What dead ones left is deleted
 * at start.
 */
@ApplicationScoped
class WorkDir {
    private static final Logger LOG = Logger.getLogger(WorkDir.class);
    private static final String PREFIX = "parley-assembler-";
    private static final String LOCK = ".lock";

    private final Path parent;
    private Path mine;
    private FileChannel lock;

    @Inject
    WorkDir(AssemblerConfig config) {
        this(config.workDir());
    }

    WorkDir(Path parent) {
        this.parent = parent.toAbsolutePath().normalize();
    }

    @PostConstruct
    void open() throws IOException {
        Files.createDirectories(parent);
        sweep();
        while (lock == null) {
            claim(PREFIX + UUID.randomUUID());
        }
        Files.createDirectory(mine);
    }

    private void claim(String name) throws IOException {
        Path file = parent.resolve(name + LOCK);
        FileChannel taken = locked(file);
        if (taken == null) {
            return;
        }
        if (!Files.exists(file)) {
            // Another process that starts swept it away between its making and its locking.
            taken.close();
            return;
        }
        lock = taken;
        mine = parent.resolve(name);
    }

    /** A folder for one job, empty; deleted with all that is in it when closed. */
    Folder folder(JobId job) {
        try {
            return new Folder(Files.createTempDirectory(mine, job + "-"));
        } catch (IOException e) {
            throw new UnavailableException("Cannot make a folder in %s: %s".formatted(mine, e.getMessage()), e);
        }
    }

    /** @throws UnavailableException if fewer bytes are free: before a file is written half */
    void requireRoom(long bytes) {
        long free = mine.toFile().getUsableSpace();
        if (free < bytes) {
            throw new UnavailableException(
                    "%s has %d bytes free, the job needs about %d".formatted(parent, free, bytes));
        }
    }

    @PreDestroy
    void close() throws IOException {
        deleteAll(mine);
        Files.deleteIfExists(parent.resolve(mine.getFileName() + LOCK));
        lock.close();
    }

    private void sweep() throws IOException {
        List<Path> locks;
        try (Stream<Path> found = Files.list(parent)) {
            locks = found.filter(WorkDir::isLock).toList();
        }
        for (Path file : locks) {
            try (FileChannel dead = locked(file)) {
                if (dead != null) {
                    Path folder = folderOf(file);
                    deleteAll(folder);
                    Files.deleteIfExists(file);
                    LOG.infof("left behind, deleted  folder=%s", folder);
                }
            }
        }
    }

    private static boolean isLock(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(LOCK);
    }

    private static Path folderOf(Path lock) {
        String name = lock.getFileName().toString();
        return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    /** The lock on {@code file}, or null when another holds it. */
    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException inThisJvm) {
            // taken, as by another process
        }
        channel.close();
        return null;
    }

    private static void deleteAll(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        PathUtils.deleteDirectory(tree);
    }

    /** One job's files. */
    record Folder(Path path) implements AutoCloseable {
        Path file(String name) {
            return path.resolve(name);
        }

        @Override
        public void close() {
            try {
                deleteAll(path);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + path, e);
            }
        }
    }
}
