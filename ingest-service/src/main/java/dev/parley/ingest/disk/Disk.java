package dev.parley.ingest.disk;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A file of ordered maps. Its name is gone as soon as it is open, so nothing of it is left when the process ends, however
 * that ends. Of the maps no more than {@value #CACHED_MB} MB are in memory.
 */
@ApplicationScoped
public class Disk implements AutoCloseable {
    private static final int CACHED_MB = 16;
    /** Changes that are not written yet are in memory besides. */
    private static final int UNWRITTEN_KB = 4_096;
    /** How long what was overwritten can be read on by those who have begun. */
    private static final int READERS_MILLIS = 30_000;
    /** Space is reclaimed from where less than so much of it is in use. */
    private static final int FILLED_PERCENT = 50;

    private final MVStore store;

    @Inject
    public Disk(@ConfigProperty(name = "parley.work.dir", defaultValue = "${java.io.tmpdir}") Path dir) {
        try {
            Files.createDirectories(dir);
            Path file = Files.createTempFile(dir, "parley-table-", ".mv");
            store = new MVStore.Builder()
                    .fileName(file.toString())
                    .compress()
                    .cacheSize(CACHED_MB)
                    .autoCommitBufferSize(UNWRITTEN_KB)
                    .autoCompactFillRate(FILLED_PERCENT)
                    .backgroundExceptionHandler((thread, failure) -> DiskError.of(failure))
                    .open();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep jobs in " + dir, e);
        }
        store.setVersionsToKeep(0);
        store.setRetentionTime(READERS_MILLIS);
    }

    /** The map of this name, empty at first. */
    public DiskMap map(String name) {
        return new DiskMap(store.openMap(
                name, new MVMap.Builder<byte[], byte[]>().keyType(Bytes.TYPE).valueType(Bytes.TYPE)));
    }

    @Override
    @PreDestroy
    public void close() {
        store.closeImmediately();
    }
}
