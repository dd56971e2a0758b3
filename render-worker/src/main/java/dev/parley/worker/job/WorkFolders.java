package dev.parley.worker.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.jboss.logging.Logger;

/**
 * Scratch space: one folder per process, which it keeps locked, with one subfolder per attempt. Folders left behind by
 * processes that no longer exist are deleted at startup.
 */
public final class WorkFolders implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkFolders.class);
    private static final String PREFIX = "parley-worker-";
    private static final String LOCK = "lock";
    private static final String DOOR = "parley-workers.lock";

    private final Path home;
    private final FileChannel lock;

    /** A folder of one attempt; closing deletes it with all that is in it. */
    record WorkFolder(Path path) implements AutoCloseable {
        @Override
        public void close() {
            deleteAll(path);
        }
    }

    public static WorkFolders open(Path parent) {
        try {
            Files.createDirectories(parent);
            // One worker at a time: a folder without a locked file in it is nobody's.
            try (FileChannel door =
                    FileChannel.open(parent.resolve(DOOR), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                door.lock();
                deleteStale(parent);
                Path home = Files.createTempDirectory(parent, PREFIX);
                FileChannel channel =
                        FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                channel.lock();
                return new WorkFolders(home, channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use %s as scratch space".formatted(parent), e);
        }
    }

    private WorkFolders(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory(home, "attempt-"));
    }

    private static void deleteStale(Path parent) throws IOException {
        List<Path> found;
        try (Stream<Path> children = Files.list(parent)) {
            found = children.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(Files::isDirectory)
                    .toList();
        }
        for (Path folder : found) {
            if (isStale(folder)) {
                LOG.infof("deleted scratch space of a dead worker  folder=%s", folder);
                deleteAll(folder);
            }
        }
    }

    private static boolean isStale(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            LOG.debugf("cannot determine the owner of %s: %s", folder, e.getMessage());
            return false;
        }
    }

    private static void deleteAll(Path tree) {
        try {
            PathUtils.deleteDirectory(tree);
        } catch (IOException e) {
            LOG.warnf("cannot delete %s: %s", tree, e);
        }
    }

    @Override
    public void close() {
        try {
            deleteAll(home);
            lock.close();
        } catch (IOException e) {
            LOG.debugf("cannot unlock %s: %s", home, e.getMessage());
        }
    }
}
